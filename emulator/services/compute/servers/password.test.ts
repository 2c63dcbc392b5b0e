import { expect, test } from 'vitest'
import { at, bootedServer, drive } from '../../../testing/driver.ts'

const unknown = '00000000-0000-4000-8000-000000000000'

test('a guest has posted no password, and it can be cleared all the same', async () => {
  const driver = drive()
  const path = `/servers/${await bootedServer(driver)}/os-server-password`
  expect((await driver.send('GET', path)).body).toEqual({ password: '' })
  expect((await driver.send('DELETE', path)).status).toBe(204)
  expect((await driver.send('GET', `/servers/${unknown}/os-server-password`)).status).toBe(404)
  expect((await driver.send('DELETE', `/servers/${unknown}/os-server-password`)).status).toBe(404)
})

test('virtual interfaces are gone for good', async () => {
  const driver = drive()
  const { status, body } = await driver.send('GET', `/servers/${unknown}/os-virtual-interfaces`)
  expect([status, at(body, 'computeFault.code')]).toEqual([410, 410])
})

test('a network by its id, in the oldest words', async () => {
  const driver = drive()
  const { network } = driver.config.resources
  const { body } = await driver.send('GET', `/os-tenant-networks/${network}`)
  expect(body).toEqual({ network: { id: network, label: 'Default Network', cidr: 'None' } })
  expect((await driver.send('GET', `/os-tenant-networks/${unknown}`)).status).toBe(404)
})
