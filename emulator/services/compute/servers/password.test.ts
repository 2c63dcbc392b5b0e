import { expect, test } from 'vitest'
import { at, bootedServer, drive } from '../../../testing/driver.ts'

const unknownId = '00000000-0000-4000-8000-000000000000'

test('shows an empty password, which can be cleared', async () => {
  const driver = drive()
  const path = `/servers/${await bootedServer(driver)}/os-server-password`
  expect((await driver.send('GET', path)).body).toEqual({ password: '' })
  expect((await driver.send('DELETE', path)).status).toBe(204)
  expect((await driver.send('GET', `/servers/${unknownId}/os-server-password`)).status).toBe(404)
  expect((await driver.send('DELETE', `/servers/${unknownId}/os-server-password`)).status).toBe(404)
})

test('rejects requests for virtual interfaces with 410', async () => {
  const driver = drive()
  const { status, body } = await driver.send('GET', `/servers/${unknownId}/os-virtual-interfaces`)
  expect([status, at(body, 'computeFault.code')]).toEqual([410, 410])
})

test('shows a tenant network by its id', async () => {
  const driver = drive()
  const { network } = driver.config.resources
  const { body } = await driver.send('GET', `/os-tenant-networks/${network}`)
  expect(body).toEqual({ network: { id: network, label: 'Default Network', cidr: 'None' } })
  expect((await driver.send('GET', `/os-tenant-networks/${unknownId}`)).status).toBe(404)
})
