import { expect, test } from 'vitest'
import { at, bootedServer, drive } from '../../../testing/driver.ts'

test('changes the given members and returns the base view', async () => {
  const driver = drive()
  const id = await bootedServer(driver)
  const { status, body } = await driver.send('PUT', `/servers/${id}`, { server: { name: ' renamed ', bogus: 1 } })
  expect([status, at(body, 'server.name')]).toEqual([200, 'renamed'])
  expect(at(body, 'server')).not.toHaveProperty(['OS-EXT-STS:vm_state'])
  await driver.send('PUT', `/servers/${id}`, { server: { accessIPv4: '1.2.3.4' } })
  const { body: shown } = await driver.send('GET', `/servers/${id}`)
  expect([at(shown, 'server.name'), at(shown, 'server.accessIPv4')]).toEqual(['renamed', '1.2.3.4'])
  expect((await driver.send('PUT', `/servers/${id}`, { server: {} })).status).toBe(200)
  for (const server of [{ name: '' }, { name: 'x'.repeat(256) }, { accessIPv4: 'x' }]) {
    expect((await driver.send('PUT', `/servers/${id}`, { server })).status).toBe(400)
  }
  expect((await driver.send('PUT', `/servers/${id}`, {})).status).toBe(400)
  expect((await driver.send('PUT', '/servers/none', { server: { name: 'x' } })).status).toBe(404)
})
