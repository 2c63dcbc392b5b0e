import { describe, expect, test } from 'vitest'
import { at, bootedServer, drive, textAt } from '../testing/driver.ts'

describe('floating IPs', () => {
  test('can be allocated, associated with a port, shown by the server, and lose the port with it', async () => {
    const driver = drive()
    const id = await bootedServer(driver)
    const { body: networks } = await driver.send('GET', '/network/v2.0/networks?router:external=True')
    const pool = textAt(networks, 'networks.0.id')
    const floatingip = { floating_network_id: pool }
    const created = await driver.send('POST', '/network/v2.0/floatingips', { floatingip })
    expect([created.status, at(created.body, 'floatingip.status')]).toEqual([201, 'DOWN'])
    const address = textAt(created.body, 'floatingip.floating_ip_address')
    const { body: ports } = await driver.send('GET', `/network/v2.0/ports?device_id=${id}`)
    const port_id = textAt(ports, 'ports.0.id')
    const path = `/network/v2.0/floatingips/${textAt(created.body, 'floatingip.id')}`
    const led = await driver.send('PUT', path, { floatingip: { port_id } })
    expect(at(led.body, 'floatingip.status')).toBe('ACTIVE')
    const { body: shown } = await driver.send('GET', `/servers/${id}`)
    expect(at(shown, 'server.addresses.Default Network.1')).toEqual({
      version: 4,
      addr: address,
      'OS-EXT-IPS:type': 'floating',
      'OS-EXT-IPS-MAC:mac_addr': textAt(ports, 'ports.0.mac_address'),
    })
    const { body: proxied } = await driver.send('GET', '/os-floating-ips')
    expect(at(proxied, 'floating_ips.0')).toMatchObject({ ip: address, instance_id: id, pool: 'Public Network' })
    await driver.send('DELETE', `/servers/${id}`)
    driver.wait(100)
    expect(at((await driver.send('GET', path)).body, 'floatingip.port_id')).toBeNull()
    expect((await driver.send('DELETE', path)).status).toBe(204)
    expect((await driver.send('GET', path)).status).toBe(404)
  })

  test('can be managed by server actions and through Compute', async () => {
    const driver = drive()
    const id = await bootedServer(driver)
    const created = await driver.send('POST', '/os-floating-ips', { pool: 'Public Network' })
    const address = textAt(created.body, 'floating_ip.ip')
    expect((await driver.action(id, { addFloatingIp: { address } })).status).toBe(202)
    expect((await driver.action(id, { removeFloatingIp: { address } })).status).toBe(202)
    expect((await driver.action(id, { removeFloatingIp: { address } })).status).toBe(409)
    expect((await driver.action(id, { addFloatingIp: { address: '203.0.113.250' } })).status).toBe(404)
    expect((await driver.send('POST', '/os-floating-ips', { pool: 'none' })).status).toBe(404)
    const other = { token: driver.config.other.token }
    const path = `/network/v2.0/floatingips/${textAt(created.body, 'floating_ip.id')}`
    expect((await driver.send('GET', path, undefined, other)).status).toBe(404)
  })
})

describe('security groups', () => {
  test('have rules, which both services show', async () => {
    const driver = drive()
    const created = await driver.send('POST', '/network/v2.0/security-groups', { security_group: { name: 'ssh' } })
    const security_group_id = textAt(created.body, 'security_group.id')
    const rule = { security_group_id, direction: 'ingress', protocol: 'tcp', port_range_min: 22, port_range_max: 22 }
    const add = (changes: object = {}) =>
      driver.send('POST', '/network/v2.0/security-group-rules', { security_group_rule: { ...rule, ...changes } })
    const added = await add()
    expect(added.status).toBe(201)
    expect((await add()).status).toBe(409)
    expect((await add({ port_range_min: 23 })).status).toBe(400)
    expect((await add({ direction: 'sideways' })).status).toBe(400)
    expect((await add({ security_group_id: 'none' })).status).toBe(404)
    const { body } = await driver.send('GET', `/os-security-groups/${security_group_id}`)
    expect(at(body, 'security_group.rules')).toEqual([
      expect.objectContaining({ ip_protocol: 'tcp', from_port: 22, to_port: 22, group: {}, ip_range: {} }),
    ])
    const old = {
      parent_group_id: security_group_id,
      ip_protocol: 'icmp',
      from_port: -1,
      to_port: -1,
      cidr: '10.0.0.0/8',
    }
    expect((await driver.send('POST', '/os-security-group-rules', { security_group_rule: old })).status).toBe(200)
    const path = `/network/v2.0/security-group-rules/${textAt(added.body, 'security_group_rule.id')}`
    expect((await driver.send('DELETE', path)).status).toBe(204)
    const renamed = { security_group: { name: 'shell' } }
    const changed = await driver.send('PUT', `/network/v2.0/security-groups/${security_group_id}`, renamed)
    expect(at(changed.body, 'security_group.name')).toBe('shell')
    expect((await driver.send('DELETE', `/os-security-groups/${security_group_id}`)).status).toBe(202)
  })
})

describe('block storage', () => {
  const base = (tenant: string) => `/volume/v3/${tenant}`

  test('creates volumes from images, snapshots and volumes, and changes them', async () => {
    const driver = drive()
    const path = base(driver.config.target.tenant)
    const make = async (volume: unknown) => driver.send('POST', `${path}/volumes`, { volume })
    const ofImage = await make({ imageRef: driver.config.resources.image, name: 'root' })
    expect([ofImage.status, at(ofImage.body, 'volume.size'), at(ofImage.body, 'volume.bootable')]).toEqual([
      ...[202, 10, 'true'],
    ])
    driver.wait(100)
    const id = textAt(ofImage.body, 'volume.id')
    expect((await make({ source_volid: id })).status).toBe(202)
    expect((await make({ source_volid: id, size: 5 })).status).toBe(400)
    const taken = await driver.send('POST', `${path}/snapshots`, { snapshot: { volume_id: id, name: 's' } })
    const snapshot_id = textAt(taken.body, 'snapshot.id')
    expect(at((await make({ snapshot_id })).body, 'volume.snapshot_id')).toBe(snapshot_id)
    expect((await driver.send('DELETE', `${path}/snapshots/${snapshot_id}`)).status).toBe(202)
    expect((await driver.send('GET', `${path}/snapshots/${snapshot_id}`)).status).toBe(404)
    const updated = await driver.send('PUT', `${path}/volumes/${id}`, { volume: { name: 'new', description: 'd' } })
    expect([at(updated.body, 'volume.name'), at(updated.body, 'volume.description')]).toEqual(['new', 'd'])
    const act = (body: unknown) => driver.send('POST', `${path}/volumes/${id}/action`, body)
    expect((await act({ 'os-extend': { new_size: 30 } })).status).toBe(202)
    expect((await act({ 'os-extend': { new_size: 30 } })).status).toBe(400)
    expect((await act({ 'os-set_bootable': { bootable: false } })).status).toBe(200)
    expect((await act({ 'os-reset_status': {} })).status).toBe(400)
    const { body } = await driver.send('GET', `${path}/volumes/${id}`)
    expect([at(body, 'volume.size'), at(body, 'volume.bootable')]).toEqual([30, 'false'])
  })

  test('creates an image of a volume, which becomes active', async () => {
    const driver = drive()
    const { volume } = driver.config.resources
    const body = { 'os-volume_upload_image': { image_name: 'of a volume' } }
    const response = await driver.send('POST', `${base(driver.config.target.tenant)}/volumes/${volume}/action`, body)
    const image = `/image/v2/images/${textAt(response.body, 'os-volume_upload_image.image_id')}`
    expect(at((await driver.send('GET', image)).body, 'status')).toBe('saving')
    driver.wait(100)
    expect(at((await driver.send('GET', image)).body, 'status')).toBe('active')
  })

  test('lists volumes in pages, and types by name', async () => {
    const driver = drive()
    const path = base(driver.config.target.tenant)
    const first = await driver.send('GET', `${path}/volumes/detail?limit=1`)
    const next = textAt(first.body, 'volumes_links.0.href')
    expect(next).toMatch(/^http:\/\/emulator\.localhost\/volume\/v3\/[0-9a-f]+\/volumes\/detail\?limit=1&marker=/)
    const second = await driver.send('GET', next.replace('http://emulator.localhost', ''))
    expect(at(second.body, 'volumes.0.id')).not.toBe(at(first.body, 'volumes.0.id'))
    expect(at((await driver.send('GET', `${path}/types/default`)).body, 'volume_type.name')).toBe('General HDD')
    expect((await driver.send('GET', `${path}/types/none`)).status).toBe(404)
  })
})

describe('identity', () => {
  test('v2.0 shows and revokes the token in the path', async () => {
    const driver = drive()
    const { token } = driver.config.auth
    const path = `/identity/v2.0/tokens/${token}`
    expect(at((await driver.send('GET', path)).body, 'access.token.id')).toBe(token)
    expect((await driver.send('HEAD', path)).status).toBe(200)
    expect((await driver.send('DELETE', path)).status).toBe(204)
    expect((await driver.send('GET', '/servers')).status).toBe(401)
  })

  test('v3 shows only the caller', async () => {
    const driver = drive()
    const { target, other } = driver.config
    expect((await driver.send('GET', `/identity/v3/projects/${target.tenant}`)).status).toBe(200)
    expect((await driver.send('GET', `/identity/v3/projects/${other.tenant}`)).status).toBe(404)
    const { body } = await driver.send('GET', '/identity/v3/users')
    const user = textAt(body, 'users.0.id')
    expect(at((await driver.send('GET', `/identity/v3/users/${user}/projects`)).body, 'projects.0.id')).toBe(
      target.tenant,
    )
    expect((await driver.send('GET', '/identity/v3/users/none')).status).toBe(404)
    expect((await driver.send('GET', '/identity/v3/users', undefined, { token: null })).status).toBe(401)
  })
})

test.each([
  ['/image/v2/', 300, 'versions.0.id', 'v2.9'],
  ['/network/v2.0/', 200, 'resources.0.collection', 'networks'],
  ['/volume/', 300, 'versions.1.id', 'v3.0'],
  ['/volume/v2/', 300, 'versions.0.id', 'v2.0'],
  ['/v2.1/', 200, 'version.id', 'v2.1'],
  ['/identity', 300, 'versions.values.0.id', 'v3.14'],
])('responds at %s with %i without a token', async (root, status, path, value) => {
  const response = await drive().send('GET', root, undefined, { token: null })
  expect([response.status, at(response.body, path)]).toEqual([status, value])
})
