import { expect, test } from 'vitest'
import { at, bootedServer, drive, localRequest, textAt } from '../../../testing/driver.ts'

test('lists images by name, server, type, time and size, and in pages', async () => {
  const driver = drive()
  const { image, windowsImage } = driver.config.resources
  const server = await bootedServer(driver, localRequest(driver))
  const copy = textAt((await driver.action(server, { createImage: { name: 'copy' } })).body, 'image_id')
  driver.wait(1000)
  const listed = async (query: string, path = '/images') => {
    const { status, body } = await driver.send('GET', `${path}?${query}`)
    const images = at(body, 'images')
    return Array.isArray(images) ? images.map(({ id }) => id) : status
  }
  expect(await listed('name=copy')).toEqual([copy])
  expect(await listed('status=SAVING')).toEqual([])
  expect(await listed(`server=${server}`)).toEqual([copy])
  expect(await listed(`server=http://somewhere/v2/servers/${server}`, '/images/detail')).toEqual([copy])
  expect(await listed('type=snapshot')).toEqual([copy])
  expect(await listed('property-os_type=Windows')).toEqual([windowsImage])
  expect(await listed('changes-since=2026-01-02T03:00:00Z')).toEqual([copy])
  expect(await listed('minRam=2048')).toEqual([windowsImage])
  expect(await listed('minDisk=50')).toEqual([windowsImage])
  expect(await listed('changes-since=lately')).toBe(400)
  expect(await listed(`limit=1&marker=${copy}`)).toEqual([windowsImage])
  const { body } = await driver.send('GET', '/images/detail?limit=1')
  expect(textAt(body, 'images_links.0.href')).toContain(`/images/detail?limit=1&marker=${copy}`)
  expect(await listed('')).toContain(image)
  expect(at((await driver.send('GET', `/images/${copy}`)).body, 'image.server.id')).toBe(server)
  expect(at((await driver.send('GET', `/images/${image}`)).body, 'image')).not.toHaveProperty('server')
})
