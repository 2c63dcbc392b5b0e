/** Requests that no document speaks of, with the status that a Nova 26 on MySQL gave to each of them. */
import { beforeAll, describe, expect, test } from 'vitest'
import { at, bootedServer, type Driver, drive, localRequest } from '../testing/driver.ts'

let driver: Driver
let server: string
beforeAll(async () => {
  driver = drive()
  server = await bootedServer(driver, localRequest(driver))
})

describe('queries', () => {
  test.each([
    ['/servers?limit=', 400],
    ['/servers?offset=', 400],
    ['/servers?offset=-1', 400],
    ['/servers?offset=x', 400],
    ['/servers?offset=1', 200],
    ['/servers?marker=', 200],
    ['/servers?all_tenants=x', 400],
    ['/servers?all_tenants=', 403],
    ['/servers?all_tenants=Yes', 403],
    ['/servers?all_tenants=no', 200],
    ['/servers?ip=[', 200],
    ['/flavors?limit=', 400],
    ['/flavors?marker=', 400],
    ['/os-server-groups?limit=x', 400],
    ['/os-server-groups?offset=1', 200],
    ['/os-security-groups?offset=', 400],
    ['/os-security-groups?limit=0', 200],
  ])('responds to GET %s with %i', async (path, status) => {
    expect((await driver.send('GET', path)).status).toBe(status)
  })

  test('skips security groups by an offset', async () => {
    const [all, rest] = await Promise.all([
      driver.send('GET', '/os-security-groups'),
      driver.send('GET', '/os-security-groups?offset=1'),
    ])
    const groupsIn = (body: unknown) => Object(at(body, 'security_groups'))
    expect(groupsIn(rest.body)).toEqual(groupsIn(all.body).slice(1))
    expect(groupsIn(all.body).length).toBeGreaterThan(1)
  })
})

describe('bodies', () => {
  test.each<[method: string, path: string, body: unknown, status: number]>([
    ['POST', '/os-keypairs', { keypair: { name: 'a', public_key: null } }, 400],
    ['POST', '/os-keypairs', { keypair: { name: '😀' } }, 400],
    ['PUT', '/servers/:id', { server: { accessIPv4: '' } }, 400],
    ['PUT', '/servers/:id', { server: { name: '한글' } }, 200],
    ['PUT', '/servers/:id', '\ufeff{"server":{"name":"a"}}', 400],
    ['POST', '/servers/:id/os-interface', { interfaceAttachment: { net_id: null } }, 400],
    ['POST', '/servers/:id/os-interface', {}, 200],
    ['DELETE', '/servers/:id/os-interface/nope', undefined, 202],
    ['POST', '/servers/:id/action', 1, 404],
    ['POST', '/servers/:id/action', [], 400],
    ['POST', '/servers/:id/action', { unshelve: 'x' }, 409],
    ['POST', '/servers/:id/action', { resetNetwork: null }, 410],
    ['POST', '/servers/:id/action', { trigger_crash_dump: null }, 404],
    ['POST', '/servers/:id/action', { 'os-getConsoleOutput': null }, 400],
    ['POST', '/servers/:id/action', { rescue: { rescue_image_ref: 'x' } }, 400],
  ])('responds to %s %s with %j with %i', async (method, path, body, status) => {
    expect((await driver.send(method, path.replace(':id', server), body)).status).toBe(status)
  })

  test.each<[field: string, value: unknown, status: number]>([
    ['config_drive', null, 400],
    ['config_drive', 1, 400],
    ['config_drive', 'True', 202],
    ['return_reservation_id', '', 400],
    ['min_count', null, 400],
    ['availability_zone', '', 400],
    ['accessIPv6', null, 400],
    ['block_device_mapping', 'x', 400],
    ['block_device_mapping', [], 202],
    ['personality', [{ path: '/'.repeat(256), contents: 'YQ==' }], 403],
  ])('responds to a server whose %s is %j with %i', async (field, value, status) => {
    const response = await driver.send('POST', '/servers', localRequest(driver, { [field]: value }))
    expect(response.status).toBe(status)
  })

  test.each<[field: string, value: unknown]>([
    ['device_name', null],
    ['device_name', '한'],
    ['guest_format', 0],
    ['disk_bus', []],
    ['device_type', 'y'.repeat(256)],
    ['volume_size', null],
    ['volume_size', '9'.repeat(30)],
    ['delete_on_termination', 2],
  ])('rejects a block device whose %s is %j', async (field, value) => {
    const { image: uuid } = driver.config.resources
    const device = { uuid, source_type: 'image', destination_type: 'local', boot_index: 0, [field]: value }
    const request = localRequest(driver, { block_device_mapping_v2: [device] })
    expect((await driver.send('POST', '/servers', request)).status).toBe(400)
  })
})

describe('other parts of a request', () => {
  test.each([
    ['application/vnd.openstack.compute+json', 409],
    ['APPLICATION/JSON', 415],
    ['application/xml', 415],
  ])('responds to a body with the content type %s with %i', async (type, status) => {
    const extras = { headers: { 'content-type': type } }
    expect((await driver.send('POST', `/servers/${server}/action`, { unpause: null }, extras)).status).toBe(status)
  })

  test('responds to OPTIONS with 200, without a body or a content type', async () => {
    const { status, headers, body } = await driver.send('OPTIONS', '/servers')
    expect([status, headers.get('content-type'), body]).toEqual([200, null, ''])
  })

  test.each([
    ['GET', '/os-cells', 410, 'computeFault'],
    ['GET', '/servers/:id/tags', 404, 'itemNotFound'],
    ['PUT', '/flavors/x', 404, 'itemNotFound'],
  ])('responds to %s %s, which is of another release, with %i', async (method, path, status, key) => {
    const response = await driver.send(method, path.replace(':id', server), method === 'PUT' ? {} : undefined)
    expect([response.status, Object.keys(Object(response.body))]).toEqual([status, [key]])
  })
})
