import { expect, test } from 'vitest'
import { at, bootedServer, drive, serverRequest } from '../../../testing/driver.ts'

test('gives a server the requested password, or a generated one', async () => {
  const driver = drive()
  const requested = await driver.send('POST', '/servers', serverRequest(driver, { adminPass: 'testpassword' }))
  expect(at(requested.body, 'server.adminPass')).toBe('testpassword')
  const other = await driver.send('POST', '/servers', serverRequest(driver))
  expect(at(other.body, 'server.adminPass')).toMatch(/^\S{12}$/)
  expect((await driver.send('POST', '/servers', serverRequest(driver, { adminPass: 7 }))).status).toBe(400)
})

test('changes the disk configuration in an update, and shortens an IPv6 address', async () => {
  const driver = drive()
  const id = await bootedServer(driver)
  const update = (server: unknown) => driver.send('PUT', `/servers/${id}`, { server })
  const { body } = await update({ 'OS-DCF:diskConfig': 'AUTO', accessIPv6: '0:0::babe:220.12.22.2' })
  expect(at(body, 'server.OS-DCF:diskConfig')).toBe('AUTO')
  expect(at(body, 'server.accessIPv6')).toBe('::babe:dc0c:1602')
  expect((await update({ name: 'renamed' })).status).toBe(200)
  expect(at((await driver.send('GET', `/servers/${id}`)).body, 'server.OS-DCF:diskConfig')).toBe('AUTO')
  expect((await update({ 'OS-DCF:diskConfig': 'SOMETIMES' })).status).toBe(400)
  expect((await update({ accessIPv6: 'fe80::1%eth0' })).status).toBe(400)
})

test('omits the security groups of a server that has none', async () => {
  const driver = drive()
  const id = await bootedServer(driver)
  expect((await driver.action(id, { removeSecurityGroup: { name: 'default' } })).status).toBe(202)
  expect(at((await driver.send('GET', `/servers/${id}`)).body, 'server')).not.toHaveProperty('security_groups')
})
