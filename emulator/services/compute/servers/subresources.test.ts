import { describe, expect, test } from 'vitest'
import { at, bootedServer, type Driver, drive, textAt } from '../../../testing/driver.ts'

async function withServer(): Promise<[Driver, string]> {
  const driver = drive()
  return [driver, `/servers/${await bootedServer(driver)}`]
}

describe('the metadata of a server', () => {
  test('can be added, replaced, and changed pair by pair', async () => {
    const [driver, server] = await withServer()
    const send = async (method: string, path: string, body?: unknown) => {
      const response = await driver.send(method, `${server}/metadata${path}`, body)
      return [response.status, response.body]
    }
    expect(await send('PUT', '', { metadata: { a: '1', b: '2' } })).toEqual([200, { metadata: { a: '1', b: '2' } }])
    const merged = { metadata: { a: '1', b: '3', c: '4' } }
    expect(await send('POST', '', { metadata: { b: '3', c: '4' } })).toEqual([200, merged])
    expect(await send('PUT', '/a', { meta: { a: '9' } })).toEqual([200, { meta: { a: '9' } }])
    expect(await send('GET', '/a')).toEqual([200, { meta: { a: '9' } }])
    expect(await send('DELETE', '/a')).toEqual([204, ''])
    expect(await send('GET', '')).toEqual([200, { metadata: { b: '3', c: '4' } }])
    const { body } = await driver.send('GET', server)
    expect(at(body, 'server.metadata')).toEqual({ b: '3', c: '4' })
  })

  test.each([
    ['GET', '/none', undefined, 404],
    ['DELETE', '/none', undefined, 404],
    ['GET', '/constructor', undefined, 404],
    ['PUT', '/a', { meta: { b: '1' } }, 400],
    ['PUT', '/a', { meta: { a: '1', b: '1' } }, 400],
    ['PUT', '/a', { meta: { a: 1 } }, 400],
    ['PUT', '', {}, 400],
    ['POST', '', { metadata: { a: 'x'.repeat(256) } }, 400],
    ['POST', '', { metadata: Object.fromEntries(Array.from({ length: 129 }, (_, n) => [`k${n}`, 'v'])) }, 403],
  ])('rejects %s %s with %j with %i', async (method, path, body, status) => {
    const [driver, server] = await withServer()
    expect((await driver.send(method, `${server}/metadata${path}`, body)).status).toBe(status)
  })

  test('cannot change while the server is locked', async () => {
    const [driver, server] = await withServer()
    await driver.send('POST', `${server}/action`, { lock: null })
    expect((await driver.send('POST', `${server}/metadata`, { metadata: { a: '1' } })).status).toBe(409)
  })
})

describe('the interfaces of a server', () => {
  test('can be listed, attached, shown and detached', async () => {
    const [driver, server] = await withServer()
    const { network } = driver.config.resources
    const other = [...driver.state.networking.networks.values()].find(({ name }) => name === 'Data Network')
    const interfaceAttachment = { net_id: other?.id, fixed_ips: [{ ip_address: '192.168.64.77' }] }
    const created = await driver.send('POST', `${server}/os-interface`, { interfaceAttachment })
    expect(created.status).toBe(200)
    const port = textAt(created.body, 'interfaceAttachment.port_id')
    const listed = await driver.send('GET', `${server}/os-interface`)
    expect([
      at(listed.body, 'interfaceAttachments.0.net_id'),
      at(listed.body, 'interfaceAttachments.1.net_id'),
    ]).toEqual([network, other?.id])
    expect((await driver.send('GET', `${server}/os-interface/${port}`)).body).toEqual(created.body)
    const { body } = await driver.send('GET', `${server}/ips/Data Network`)
    expect(body).toEqual({ 'Data Network': [{ version: 4, addr: '192.168.64.77' }] })
    expect((await driver.send('DELETE', `${server}/os-interface/${port}`)).status).toBe(202)
    for (const path of [`os-interface/${port}`, 'ips/Data Network']) {
      expect((await driver.send('GET', `${server}/${path}`)).status).toBe(404)
    }
    expect((await driver.send('GET', `/network/v2.0/ports/${port}`)).status).toBe(404)
  })

  test('can be an existing port, which remains after it is detached', async () => {
    const [driver, server] = await withServer()
    const { network } = driver.config.resources
    const created = await driver.send('POST', '/network/v2.0/ports', { port: { network_id: network } })
    const port_id = textAt(created.body, 'port.id')
    const attach = () => driver.send('POST', `${server}/os-interface`, { interfaceAttachment: { port_id } })
    expect((await attach()).status).toBe(200)
    expect((await attach()).status).toBe(409)
    await driver.send('DELETE', `${server}/os-interface/${port_id}`)
    expect(at((await driver.send('GET', `/network/v2.0/ports/${port_id}`)).body, 'port.device_id')).toBe('')
  })
})

describe('the action log of a server', () => {
  test('lists the requested actions with the ids of their requests', async () => {
    const [driver, server] = await withServer()
    const stopped = await driver.send('POST', `${server}/action`, { 'os-stop': null })
    await driver.send('POST', `${server}/action`, { 'os-stop': null })
    const { body } = await driver.send('GET', `${server}/os-instance-actions`)
    const actions = ['instanceActions.0.action', 'instanceActions.1.action', 'instanceActions.2.action']
    expect(actions.map((path) => at(body, path))).toEqual(['stop', 'create', undefined])
    const requestId = stopped.headers.get('x-compute-request-id')
    const shown = await driver.send('GET', `${server}/os-instance-actions/${requestId}`)
    expect(at(shown.body, 'instanceAction')).toEqual(at(body, 'instanceActions.0'))
    expect((await driver.send('GET', `${server}/os-instance-actions/req-none`)).status).toBe(404)
  })
})

describe('Compute', () => {
  test('creates, shows and deletes server groups', async () => {
    const driver = drive()
    const server_group = { name: 'far', policies: ['anti-affinity'] }
    const created = await driver.send('POST', '/os-server-groups', { server_group })
    expect(at(created.body, 'server_group')).toMatchObject({ ...server_group, members: [] })
    const path = `/os-server-groups/${textAt(created.body, 'server_group.id')}`
    expect((await driver.send('GET', path)).body).toEqual(created.body)
    expect((await driver.send('DELETE', path)).status).toBe(204)
    expect((await driver.send('GET', path)).status).toBe(404)
    for (const policies of [[], ['near'], ['affinity', 'anti-affinity']]) {
      const rejected = await driver.send('POST', '/os-server-groups', { server_group: { name: 'x', policies } })
      expect(rejected.status).toBe(400)
    }
  })

  test('shows a tenant its own quotas only', async () => {
    const driver = drive()
    const { target, other } = driver.config
    expect(at((await driver.send('GET', `/os-quota-sets/${target.tenant}`)).body, 'quota_set.id')).toBe(target.tenant)
    await bootedServer(driver)
    const { body } = await driver.send('GET', `/os-quota-sets/${target.tenant}/detail`)
    expect(at(body, 'quota_set.instances')).toEqual({ in_use: 1, limit: -1, reserved: 0 })
    expect((await driver.send('GET', `/os-quota-sets/${other.tenant}`)).status).toBe(403)
  })

  test('sorts servers and flavors by the query', async () => {
    const driver = drive({ seed: { existingServers: 3 } })
    const names = async (query: string) => {
      const { body } = await driver.send('GET', `/servers?${query}`)
      return [0, 1, 2].map((index) => at(body, `servers.${index}.name`))
    }
    expect(await names('sort_key=display_name&sort_dir=asc')).toEqual(['existing-1', 'existing-2', 'existing-3'])
    expect(await names('sort_key=display_name')).toEqual(['existing-3', 'existing-2', 'existing-1'])
    expect(await names('sort_key=bogus')).toEqual([undefined, undefined, undefined])
    expect((await driver.send('GET', '/servers?sort_dir=sideways')).status).toBe(400)
    expect((await driver.send('GET', '/flavors?sort_key=bogus')).status).toBe(400)
    const { body } = await driver.send('GET', '/flavors/detail?sort_key=memory_mb&sort_dir=desc&limit=1')
    expect(at(body, 'flavors.0.name')).toBe('x1.c128m1952')
  })

  test('accepts paths without a tenant, and then omits it from links', async () => {
    const driver = drive({ seed: { existingServers: 1 } })
    const { body } = await driver.send('GET', '/v2.1/servers')
    const id = textAt(body, 'servers.0.id')
    expect(at(body, 'servers.0.links.0.href')).toBe(`http://emulator.localhost/v2.1/servers/${id}`)
    expect(at(body, 'servers.0.links.1.href')).toBe(`http://emulator.localhost/servers/${id}`)
    expect((await driver.send('GET', `/v2/servers/${id}`)).status).toBe(200)
  })
})
