import { expect, test } from 'vitest'
import { at, bootedServer, type Driver, drive, serverRequest, textAt } from '../../../testing/driver.ts'

async function newGroup(driver: Driver, name = ' web tier '): Promise<string> {
  const { body } = await driver.send('POST', '/os-security-groups', { security_group: { name, description: '' } })
  return textAt(body, 'security_group.id')
}

async function ruleStatus(driver: Driver, rule: Record<string, unknown>): Promise<number> {
  return (await driver.send('POST', '/os-security-group-rules', { security_group_rule: rule })).status
}

test('keeps the name of a security group unchanged, and does not delete a group that a server has', async () => {
  const driver = drive()
  const group = await newGroup(driver)
  const { body } = await driver.send('GET', `/os-security-groups/${group}`)
  expect(at(body, 'security_group.name')).toBe(' web tier ')
  const server = await bootedServer(driver)
  await driver.action(server, { addSecurityGroup: { name: group } })
  expect((await driver.send('DELETE', `/os-security-groups/${group}`)).status).toBe(400)
  await driver.action(server, { removeSecurityGroup: { name: group } })
  expect((await driver.send('DELETE', `/os-security-groups/${group}`)).status).toBe(202)
})

test.each([
  ['the same again', { from_port: 22, to_port: 22, ip_protocol: 'tcp' }, 400],
  ['another port', { from_port: 23, to_port: 24, ip_protocol: 'TCP' }, 200],
  ['an unknown protocol', { from_port: 22, to_port: 22, ip_protocol: 'xyz' }, 400],
  ['a port below the first', { from_port: 0, to_port: 22, ip_protocol: 'udp' }, 400],
  ['a port above the last', { from_port: 22, to_port: 65_536, ip_protocol: 'udp' }, 400],
  ['a range the wrong way round', { from_port: 25, to_port: 22, ip_protocol: 'tcp' }, 400],
  ['any ICMP', { from_port: -1, to_port: -1, ip_protocol: 'icmp' }, 200],
  ['no ports', { ip_protocol: 'tcp' }, 400],
  ['no CIDR', { from_port: 22, to_port: 22, ip_protocol: 'udp', cidr: 'everywhere' }, 400],
])('responds to a rule with %s with the status of Nova', async (_description, rule, status) => {
  const driver = drive()
  const parent_group_id = await newGroup(driver)
  expect(await ruleStatus(driver, { parent_group_id, from_port: 22, to_port: 22, ip_protocol: 'tcp' })).toBe(200)
  expect(await ruleStatus(driver, { parent_group_id, ...rule })).toBe(status)
})

test('rejects a rule for a security group that does not exist', async () => {
  const driver = drive()
  const rule = { from_port: 22, to_port: 22, ip_protocol: 'tcp' }
  expect(await ruleStatus(driver, { parent_group_id: 'no-uuid', ...rule })).toBe(400)
  const unknownId = '00000000-0000-4000-8000-000000000000'
  expect(await ruleStatus(driver, { parent_group_id: unknownId, ...rule })).toBe(404)
  expect(await ruleStatus(driver, { parent_group_id: await newGroup(driver), group_id: unknownId })).toBe(404)
})

test('deletes a rule for the members of a security group with that group', async () => {
  const driver = drive()
  const [group, peer] = [await newGroup(driver), await newGroup(driver, 'peer')]
  expect(await ruleStatus(driver, { parent_group_id: group, group_id: peer, ip_protocol: 'tcp' })).toBe(200)
  const rules = async () => at((await driver.send('GET', `/os-security-groups/${group}`)).body, 'security_group.rules')
  expect(await rules()).toMatchObject([{ from_port: 1, to_port: 65_535, group: { name: 'peer' } }])
  expect((await driver.send('DELETE', `/os-security-groups/${peer}`)).status).toBe(202)
  expect(await rules()).toEqual([])
})

test('limits a list of volumes', async () => {
  const driver = drive()
  const names = async (query: string) => {
    const volumes = at((await driver.send('GET', `/os-volumes${query}`)).body, 'volumes')
    return Array.isArray(volumes) ? volumes.map(({ id }) => id) : []
  }
  const [first, second] = await names('')
  expect(await names('?limit=1')).toEqual([first])
  expect(await names('/detail?offset=1&limit=1')).toEqual([second])
  expect((await driver.send('GET', '/os-volumes?limit=-1')).status).toBe(400)
})

test('adds a server to the server group in its scheduler hints', async () => {
  const driver = drive()
  const { body } = await driver.send('POST', '/os-server-groups', {
    server_group: { name: 'far', policies: ['anti-affinity'] },
  })
  const group = textAt(body, 'server_group.id')
  const hinted = { ...serverRequest(driver), 'os:scheduler_hints': { group } }
  const server = await bootedServer(driver, hinted)
  const members = async () => at((await driver.send('GET', `/os-server-groups/${group}`)).body, 'server_group.members')
  expect(await members()).toEqual([server])
  const unknownId = { ...serverRequest(driver), 'os:scheduler_hints': { group: 'nowhere' } }
  expect((await driver.send('POST', '/servers', unknownId)).status).toBe(400)
  await driver.send('DELETE', `/servers/${server}`)
  driver.wait(1000)
  expect(await members()).toEqual([])
})
