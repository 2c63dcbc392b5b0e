import { expect, test } from 'vitest'
import { at, bootedServer, drive, serverRequest } from '../../../testing/driver.ts'

test('adds and removes a security group on every port of the server', async () => {
  const driver = drive()
  const { securityGroup, network } = driver.config.resources
  const networks = [{ uuid: network }, { uuid: network }]
  const id = await bootedServer(driver, serverRequest(driver, { networks }))
  const groups = async () => {
    const ports = at((await driver.send('GET', `/network/v2.0/ports?device_id=${id}`)).body, 'ports')
    return Array.isArray(ports) ? ports.map(({ security_groups }) => security_groups.length) : []
  }
  const act = async (body: unknown) => (await driver.action(id, body)).status
  expect(await act({ addSecurityGroup: { name: securityGroup } })).toBe(202)
  expect(await groups()).toEqual([2, 2])
  expect(await act({ addSecurityGroup: { name: securityGroup } })).toBe(400)
  expect(await act({ addSecurityGroup: { name: 'none' } })).toBe(404)
  expect(await act({ addSecurityGroup: {} })).toBe(400)
  expect(await act({ addSecurityGroup: null })).toBe(400)
  expect(await act({ removeSecurityGroup: { name: securityGroup } })).toBe(202)
  expect(await groups()).toEqual([1, 1])
  expect(await act({ removeSecurityGroup: { name: securityGroup } })).toBe(404)
  expect(await act({ removeSecurityGroup: { name: 'none' } })).toBe(404)
})
