import { expect, test } from 'vitest'
import { at, drive, textAt } from '../../../testing/driver.ts'

test('shows the snapshots of block storage under the older names of their fields', async () => {
  const driver = drive()
  const { volume } = driver.config.resources
  const created = await driver.send('POST', '/os-snapshots', { snapshot: { volume_id: volume, display_name: 'old' } })
  expect([created.status, at(created.body, 'snapshot.volumeId')]).toEqual([200, volume])
  const id = textAt(created.body, 'snapshot.id')
  expect((await driver.send('GET', `/os-snapshots/${id}`)).body).toEqual(created.body)
  expect(at((await driver.send('GET', '/os-snapshots/detail')).body, 'snapshots')).toHaveLength(2)
  const { tenant } = driver.config.target
  const same = await driver.send('GET', `/volume/v3/${tenant}/snapshots/${id}`)
  expect(at(same.body, 'snapshot')).toMatchObject({ id, name: 'old', volume_id: volume })
  expect((await driver.send('DELETE', `/os-snapshots/${id}`)).status).toBe(202)
  expect((await driver.send('GET', `/os-snapshots/${id}`)).status).toBe(404)
  expect((await driver.send('POST', '/os-snapshots', { snapshot: { volume_id: id } })).status).toBe(404)
})
