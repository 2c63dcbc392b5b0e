import { describe, expect, test } from 'vitest'
import {
  at,
  bootedServer,
  type Driver,
  drive,
  localRequest,
  rootVolume,
  serverRequest,
  textAt,
} from '../testing/driver.ts'

const show = async (driver: Driver, id: string) => (await driver.send('GET', `/servers/${id}`)).body
const create = async (driver: Driver, changes: Readonly<Record<string, unknown>>) =>
  (await driver.send('POST', '/servers', serverRequest(driver, changes))).status

describe('block devices', () => {
  test('become volumes, which go or stay with the server as asked', async () => {
    const driver = drive()
    const data = { source_type: 'blank', destination_type: 'volume', boot_index: 1, volume_size: 5 }
    const id = await bootedServer(
      driver,
      serverRequest(driver, { block_device_mapping_v2: [rootVolume(driver, { volume_size: 30 }), data] }),
    )
    const { body } = await driver.send('GET', `/servers/${id}/os-volume_attachments`)
    const [root, extra] = [textAt(body, 'volumeAttachments.0.volumeId'), textAt(body, 'volumeAttachments.1.volumeId')]
    expect(at(body, 'volumeAttachments.0.device')).toBe('/dev/vda')
    expect(at(await show(driver, id), 'server.os-extended-volumes:volumes_attached')).toEqual([
      { id: root },
      { id: extra },
    ])
    const volumes = `/volume/v3/${driver.config.target.tenant}/volumes`
    const { body: volume } = await driver.send('GET', `${volumes}/${root}`)
    expect([at(volume, 'volume.size'), at(volume, 'volume.status')]).toEqual([30, 'in-use'])
    await driver.send('DELETE', `/servers/${id}`)
    driver.wait(100)
    expect((await driver.send('GET', `${volumes}/${root}`)).status).toBe(404)
    expect(at((await driver.send('GET', `${volumes}/${extra}`)).body, 'volume.status')).toBe('available')
  })

  test('leave the root of a u2 server on its host, also beside an extra volume', async () => {
    const driver = drive()
    const { image } = driver.config.resources
    const local = { source_type: 'image', uuid: image, boot_index: 0, destination_type: 'local' }
    const blank = { source_type: 'blank', destination_type: 'volume', boot_index: 1, volume_size: 1 }
    for (const [mapping, attached] of [
      [undefined, 0],
      [[local], 0],
      [[blank], 1],
    ] as const) {
      const id = await bootedServer(driver, localRequest(driver, { block_device_mapping_v2: mapping }))
      expect(at(await show(driver, id), 'server.os-extended-volumes:volumes_attached')).toHaveLength(attached)
    }
    expect(await create(driver, { block_device_mapping_v2: [blank] })).toBe(400)
  })

  test('may start from a snapshot', async () => {
    const driver = drive()
    const [snapshot] = driver.state.volumeSnapshots.keys()
    const mapping = [rootVolume(driver, { source_type: 'snapshot', uuid: snapshot, volume_size: undefined })]
    expect(await create(driver, { imageRef: undefined, block_device_mapping_v2: mapping })).toBe(202)
  })
})

describe('a Windows image', () => {
  const windows = (driver: Driver, changes: Readonly<Record<string, unknown>> = {}, size = 50) => ({
    name: 'win',
    imageRef: driver.config.resources.windowsImage,
    block_device_mapping_v2: [rootVolume(driver, { uuid: driver.config.resources.windowsImage, volume_size: size })],
    ...changes,
  })

  test('makes a server that keeps to its rules, and no other', async () => {
    const driver = drive()
    const flavorOf = (name: string) => driver.state.flavors.find((flavor) => flavor.name === name)?.id
    expect(await create(driver, windows(driver, { name: 'x'.repeat(15) }))).toBe(202)
    expect(await create(driver, windows(driver, { name: 'x'.repeat(16) }))).toBe(400)
    expect(await create(driver, windows(driver, {}, 49))).toBe(400)
    expect(await create(driver, windows(driver, { flavorRef: flavorOf('x1.c1m1') }))).toBe(400)
    const local = { flavorRef: flavorOf('u2.c2m4'), block_device_mapping_v2: undefined }
    expect(await create(driver, windows(driver, local))).toBe(400)
  })
})
