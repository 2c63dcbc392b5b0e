import { expect, test } from 'vitest'
import { at, bootedServer, drive, localRequest, stateOf } from '../../../testing/driver.ts'

const shelvedImages = async (driver: ReturnType<typeof drive>) =>
  at((await driver.send('GET', '/image/v2/images?name=probe-shelved')).body, 'images')

test('saves the disk of a shelved u2 server as an image until the server is unshelved', async () => {
  const driver = drive()
  const id = await bootedServer(driver, localRequest(driver))
  expect((await driver.action(id, { shelve: null })).status).toBe(202)
  driver.wait(1000)
  expect(await stateOf(driver, id)).toBe('SHELVED_OFFLOADED/null')
  expect(await shelvedImages(driver)).toMatchObject([
    { name: 'probe-shelved', status: 'active', visibility: 'private' },
  ])
  expect((await driver.action(id, { unshelve: null })).status).toBe(202)
  driver.wait(1000)
  expect(await stateOf(driver, id)).toBe('ACTIVE/null')
  expect(await shelvedImages(driver)).toEqual([])
})

test('deletes the image with a shelved server', async () => {
  const driver = drive()
  const id = await bootedServer(driver, localRequest(driver))
  await driver.action(id, { shelve: null })
  driver.wait(1000)
  expect(await shelvedImages(driver)).toHaveLength(1)
  expect((await driver.send('DELETE', `/servers/${id}`)).status).toBe(204)
  driver.wait(1000)
  expect(await shelvedImages(driver)).toEqual([])
})

test('creates no image for a volume-backed server', async () => {
  const driver = drive()
  const id = await bootedServer(driver)
  await driver.action(id, { shelve: null })
  driver.wait(1000)
  expect(await stateOf(driver, id)).toBe('SHELVED_OFFLOADED/null')
  expect(await shelvedImages(driver)).toEqual([])
})
