import { describe, expect, test } from 'vitest'
import { at, bootedServer, type Driver, drive, rootVolume, serverRequest, textAt } from '../testing/driver.ts'

const show = async (driver: Driver, id: string) => (await driver.send('GET', `/servers/${id}`)).body
const create = async (driver: Driver, changes: Readonly<Record<string, unknown>>) =>
  (await driver.send('POST', '/servers', serverRequest(driver, changes))).status

describe('a create request', () => {
  test('responds with a summary and a Location', async () => {
    const driver = drive()
    const { status, headers, body } = await driver.send('POST', '/servers', serverRequest(driver))
    const id = textAt(body, 'server.id')
    expect(status).toBe(202)
    expect(headers.get('location')).toBe(`${driver.config.target.url}/v2/${driver.config.target.tenant}/servers/${id}`)
    expect(at(body, 'server.security_groups')).toEqual([{ name: 'default' }])
    expect(textAt(body, 'server.adminPass')).not.toBe('')
  })

  test('creates a server with all requested attributes', async () => {
    const driver = drive()
    const { subnet, network, securityGroup, image, flavor } = driver.config.resources
    const port = await driver.send('POST', '/network/v2.0/ports', { port: { network_id: network } })
    const id = await bootedServer(
      driver,
      serverRequest(driver, {
        name: '  padded  ',
        networks: [
          { uuid: network, fixed_ip: '192.168.0.77' },
          { subnet },
          { fixed_ip: '192.168.64.9' },
          { port: at(port.body, 'port.id') },
        ],
        security_groups: [{ name: securityGroup }],
        metadata: { purpose: 'test', os_type: 'mine' },
        availability_zone: 'kr-pub-b',
        config_drive: true,
        accessIPv4: '10.1.2.3',
      }),
    )
    const server = at(await show(driver, id), 'server')
    const addresses = (name: string) => {
      const entries = at(server, `addresses.${name}`)
      return Array.isArray(entries) ? entries.map(({ addr }) => addr) : undefined
    }
    expect(at(server, 'name')).toBe('padded')
    expect(addresses('Default Network')).toContain('192.168.0.77')
    expect(addresses('Default Network')).toContain(at(port.body, 'port.fixed_ips.0.ip_address'))
    expect(addresses('Default Network')).toHaveLength(3)
    expect(addresses('Data Network')).toEqual(['192.168.64.9'])
    expect(at(server, 'OS-EXT-AZ:availability_zone')).toBe('kr-pub-b')
    expect(at(server, 'metadata.purpose')).toBe('test')
    expect(at(server, 'metadata.os_type')).toBe('mine')
    expect(at(server, 'metadata.image_name')).toBeDefined()
    expect([at(server, 'image.id'), at(server, 'flavor.id')]).toEqual([image, flavor])
    expect([at(server, 'config_drive'), at(server, 'accessIPv4')]).toEqual(['True', '10.1.2.3'])
    expect(at(server, 'hostId')).toMatch(/^[0-9a-f]{56}$/)
    // A port that the request names keeps its own group, default.
    expect(at(server, 'security_groups')).toHaveLength(2)
  })

  test.each([
    ['the id of a group as its name', (driver: Driver) => ({ security_groups: [{ name: groupId(driver) }] })],
    ['no image beside a root volume', () => ({ imageRef: undefined })],
    ['an empty image beside a root volume', () => ({ imageRef: '' })],
    ['empty user data', () => ({ user_data: '' })],
    ['the longest user data', () => ({ user_data: 'A'.repeat(65_532) })],
    ['1 for true', (driver: Driver) => devices(driver, { delete_on_termination: 1 })],
    [
      'a device name and a volume type',
      (driver: Driver) => devices(driver, { device_name: 'vda', volume_type: 'General HDD' }),
    ],
    ['an index in a string', (driver: Driver) => devices(driver, { boot_index: '0' })],
    ['the smallest root disk', (driver: Driver) => devices(driver, { volume_size: 10 })],
    ['the largest root disk', (driver: Driver) => devices(driver, { volume_size: 1024 })],
    [
      'files under either key',
      () => ({
        personality: [
          { path: '/a', content: 'aGk=' },
          { path: '/b', contents: 'aGk=' },
        ],
      }),
    ],
    ['no files', () => ({ personality: [] })],
    ['unknown keys', () => ({ 'NHN-EXT-ATTR:protect': true, bogus: 1 })],
    ['a name of 255 characters', () => ({ name: 'x'.repeat(255) })],
    ['metadata of 255 characters', () => ({ metadata: { ['k'.repeat(255)]: 'v'.repeat(255) } })],
  ])('may have %s', async (_description, changes) => {
    const driver = drive()
    const id = await bootedServer(driver, serverRequest(driver, changes(driver)))
    expect(at(await show(driver, id), 'server.status')).toBe('ACTIVE')
  })

  test.each([
    ['no name', () => ({ name: undefined })],
    ['an empty name', () => ({ name: '' })],
    ['a blank name', () => ({ name: '   ' })],
    ['a name that is a number', () => ({ name: 5 })],
    ['a name that is null', () => ({ name: null })],
    ['a name of 256 characters', () => ({ name: 'x'.repeat(256) })],
    ['no flavor', () => ({ flavorRef: undefined })],
    ['an unknown flavor', () => ({ flavorRef: 'none' })],
    ['no image and no device', () => ({ imageRef: undefined, block_device_mapping_v2: undefined })],
    ['no device for a flavor without a disk', () => ({ block_device_mapping_v2: undefined })],
    ['a malformed image', () => ({ imageRef: 'none' })],
    ['an unknown image', () => ({ imageRef: nonexistentId })],
    ['an unknown key', () => ({ key_name: 'none' })],
    ['no networks', () => ({ networks: undefined })],
    ['networks in an object', () => ({ networks: { uuid: nonexistentId } })],
    ['an empty list of networks', () => ({ networks: [] })],
    ['an empty network', () => ({ networks: [{}] })],
    ['an unknown network', () => ({ networks: [{ uuid: nonexistentId }] })],
    ['a malformed network', () => ({ networks: [{ uuid: 'x' }] })],
    ["another tenant's network", (driver: Driver) => ({ networks: [{ uuid: foreignNetwork(driver) }] })],
    ['an unknown port', () => ({ networks: [{ port: nonexistentId }] })],
    ['an address outside of every subnet', () => ({ networks: [{ fixed_ip: '10.9.9.9' }] })],
    ['an unknown group', () => ({ security_groups: [{ name: 'none' }] })],
    ['groups that are no list', () => ({ security_groups: 'default' })],
    ['an unknown zone', () => ({ availability_zone: 'none' })],
    ['metadata that is no object', () => ({ metadata: 'x' })],
    ['a number in the metadata', () => ({ metadata: { key: 1 } })],
    ['metadata of 256 characters', () => ({ metadata: { key: 'x'.repeat(256) } })],
    ['a metadata key of 256 characters', () => ({ metadata: { ['k'.repeat(256)]: 'x' } })],
    ['user data that is no base64', () => ({ user_data: 'no base64!' })],
    ['user data over its limit', () => ({ user_data: 'A'.repeat(65_536) })],
    ['an unknown disk configuration', () => ({ 'OS-DCF:diskConfig': 'DEFAULT' })],
    ['min_count 0', () => ({ min_count: 0 })],
    ['min_count above max_count', () => ({ min_count: 3, max_count: 2 })],
    ['more than ten servers', () => ({ max_count: 11 })],
    ['a file without its content', () => ({ personality: [{ path: '/a' }] })],
    ['a device list that is no list', () => ({ block_device_mapping_v2: {} })],
    ['an unknown source type', (driver: Driver) => devices(driver, { source_type: 'tape' })],
    ['an unknown destination type', (driver: Driver) => devices(driver, { destination_type: 'cloud' })],
    ['an image source without a uuid', (driver: Driver) => devices(driver, { uuid: undefined })],
    ['a blank source with a uuid', (driver: Driver) => devices(driver, { source_type: 'blank' })],
    ['a gap in the boot sequence', (driver: Driver) => devices(driver, { boot_index: 1 })],
    ['a local disk for a flavor without one', (driver: Driver) => devices(driver, { destination_type: 'local' })],
    ['a root disk under 10 GB', (driver: Driver) => devices(driver, { volume_size: 9 })],
    ['a root disk over 1 TB', (driver: Driver) => devices(driver, { volume_size: 1025 })],
    ['a source volume that cannot be booted from', (driver: Driver) => spareRoot(driver)],
  ])('is rejected with %s', async (_description, changes) => {
    const driver = drive()
    expect(await create(driver, changes(driver))).toBe(400)
    expect(at((await driver.send('GET', '/servers')).body, 'servers')).toEqual([])
  })

  test('is rejected with 409 when a port is in use or a group name is ambiguous', async () => {
    const driver = drive()
    const { network } = driver.config.resources
    const port = await driver.send('POST', '/network/v2.0/ports', { port: { network_id: network } })
    const networks = [{ port: at(port.body, 'port.id') }]
    expect(await create(driver, { networks })).toBe(202)
    expect(await create(driver, { networks })).toBe(409)
    for (let time = 0; time < 2; time++) {
      await driver.send('POST', '/network/v2.0/security-groups', { security_group: { name: 'twin' } })
    }
    expect(await create(driver, { security_groups: [{ name: 'twin' }] })).toBe(409)
  })

  test('creates several servers with numbered names', async () => {
    const driver = drive()
    await bootedServer(driver, serverRequest(driver, { name: 'many', min_count: 2, max_count: 3 }))
    const { body } = await driver.send('GET', '/servers')
    const servers = at(body, 'servers')
    expect(Array.isArray(servers) && servers.map(({ name }) => name)).toEqual(['many-3', 'many-2', 'many-1'])
    const reserved = await driver.send('POST', '/servers', serverRequest(driver, { return_reservation_id: true }))
    expect(textAt(reserved.body, 'reservation_id')).toMatch(/^r-/)
  })
})

const nonexistentId = '00000000-0000-4000-8000-00000000ffff'

function devices(driver: Driver, changes: Readonly<Record<string, unknown>>) {
  return { block_device_mapping_v2: [rootVolume(driver, changes)] }
}

function spareRoot(driver: Driver) {
  return devices(driver, { source_type: 'volume', uuid: driver.config.resources.volume })
}

function groupId(driver: Driver): string | undefined {
  const { tenant } = driver.config.target
  return [...driver.state.networking.security.groups.values()].find(({ tenantId }) => tenantId === tenant)?.id
}

function foreignNetwork(driver: Driver): string | undefined {
  const { tenant } = driver.config.other
  return [...driver.state.networking.networks.values()].find(({ tenantId }) => tenantId === tenant)?.id
}
