import { expect, test } from 'vitest'
import { at, bootedServer, type Driver, drive, localRequest, textAt } from '../../testing/driver.ts'

const bytes = { headers: { 'content-type': 'application/octet-stream' } }

async function newImage(driver: Driver, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const request = { name: 'mine', disk_format: 'qcow2', container_format: 'bare', ...more }
  return textAt((await driver.send('POST', '/image/v2/images', request)).body, 'id')
}

test('keeps an image queued until its content is uploaded, and then boots servers from it', async () => {
  const driver = drive()
  const { status, headers, body } = await driver.send('POST', '/image/v2/images', {
    name: 'mine',
    min_ram: 64,
    os_distro: 'x',
  })
  const id = textAt(body, 'id')
  expect(status).toBe(201)
  expect(headers.get('location')).toMatch(new RegExp(`/image/v2/images/${id}$`))
  expect(body).toMatchObject({ name: 'mine', status: 'queued', min_ram: 64, os_distro: 'x', visibility: 'private' })
  expect((await driver.send('POST', '/servers', localRequest(driver, { imageRef: id }))).status).toBe(400)
  expect((await driver.send('PUT', `/image/v2/images/${id}/file`, 'any bytes', bytes)).status).toBe(204)
  expect(at((await driver.send('GET', `/image/v2/images/${id}`)).body, 'status')).toBe('active')
  expect((await driver.send('POST', '/servers', localRequest(driver, { imageRef: id }))).status).toBe(202)
})

test.each([
  [{ status: 'active' }, 403],
  [{ visibility: 'public' }, 403],
  [{ visibility: 'hidden' }, 400],
  [{ min_ram: -1 }, 400],
  [{ id: 'no uuid' }, 400],
  [{ os_version: 18 }, 400],
])('rejects an image with %j with %i', async (request, status) => {
  expect((await drive().send('POST', '/image/v2/images', request)).status).toBe(status)
})

test("accepts content once, as bytes, and only for the tenant's own images", async () => {
  const driver = drive()
  const id = await newImage(driver)
  const file = `/image/v2/images/${id}/file`
  expect((await driver.send('PUT', file, {})).status).toBe(415)
  expect((await driver.send('PUT', file, 'x'.repeat(200_000), bytes)).status).toBe(413)
  expect((await driver.send('PUT', file, 'x', bytes)).status).toBe(204)
  expect((await driver.send('PUT', file, 'x', bytes)).status).toBe(409)
  const foreign = `/image/v2/images/${driver.config.resources.image}/file`
  expect((await driver.send('PUT', foreign, 'x', bytes)).status).toBe(403)
  expect((await driver.send('POST', '/image/v2/images', { id })).status).toBe(409)
})

test('filters images by their properties, and sorts them', async () => {
  const driver = drive()
  const names = async (query: string) => {
    const images = at((await driver.send('GET', `/image/v2/images?${query}`)).body, 'images')
    return Array.isArray(images) ? images.map(({ name }) => name) : []
  }
  await newImage(driver, { name: 'b', kind: 'odd' })
  await newImage(driver, { name: 'a', kind: 'odd' })
  await newImage(driver, { name: 'c', kind: 'even' })
  expect(await names('kind=odd')).toEqual(['a', 'b'])
  expect(await names('kind=odd&sort_key=name&sort_dir=desc')).toEqual(['b', 'a'])
  expect(await names('kind=neither')).toEqual([])
  expect((await driver.send('GET', '/image/v2/images?sort_key=colour')).status).toBe(400)
})

test('changes the properties of an image through Compute', async () => {
  const driver = drive()
  const path = `/images/${await newImage(driver, { one: '1' })}/metadata`
  const changed = await driver.send('POST', path, { metadata: { two: '2' } })
  expect(changed.body).toEqual({ metadata: { one: '1', two: '2' } })
  expect((await driver.send('GET', `${path}/two`)).body).toEqual({ meta: { two: '2' } })
  expect((await driver.send('PUT', `${path}/two`, { meta: { two: 'II' } })).body).toEqual({ meta: { two: 'II' } })
  expect((await driver.send('PUT', `${path}/two`, { meta: { three: '3' } })).status).toBe(400)
  expect((await driver.send('DELETE', `${path}/one`)).status).toBe(204)
  expect((await driver.send('DELETE', `${path}/one`)).status).toBe(404)
  expect((await driver.send('GET', path)).body).toEqual({ metadata: { two: 'II' } })
  expect((await driver.send('PUT', path, { metadata: {} })).body).toEqual({ metadata: {} })
  const foreign = `/images/${driver.config.resources.image}/metadata`
  expect((await driver.send('PUT', foreign, { metadata: {} })).status).toBe(403)
  expect((await driver.send('GET', '/images/no-such/metadata/key')).status).toBe(404)
})

test('deletes the oldest backup', async () => {
  const driver = drive()
  const server = await bootedServer(driver, localRequest(driver))
  const backUp = async (name: string, rotation = 2) => {
    const response = await driver.action(server, { createBackup: { name, backup_type: 'daily', rotation } })
    driver.wait(1000)
    return response
  }
  const names = async () => {
    const { body } = await driver.send('GET', `/image/v2/images?backup_type=daily&instance_uuid=${server}`)
    const images = at(body, 'images')
    return Array.isArray(images) ? images.map(({ name, status }) => `${name} ${status}`) : []
  }
  const first = await backUp('first')
  expect([first.status, first.body, first.headers.get('location')]).toEqual([
    202,
    '',
    expect.stringMatching(/\/images\/[0-9a-f-]{36}$/),
  ])
  await backUp('second')
  await backUp('third')
  expect(await names()).toEqual(['third active', 'second active'])
  expect((await backUp('none', 0)).headers.get('location')).toBeNull()
  expect(await names()).toEqual([])
  const other = await bootedServer(driver)
  expect((await driver.action(other, { createBackup: { name: 'x', backup_type: 'daily', rotation: 1 } })).status).toBe(
    400,
  )
})
