/** The operations that edition 2026-05 adds, recorded with an emulator of that edition. */
import { at, rootVolume, serverRequest } from './driver.ts'
import { actAndObserve, createServer, type RecordedScenario } from './recorded-scenario.ts'

export const flavorDetails: RecordedScenario = async (send) => {
  for (const query of ['', '?minDisk=1', '?minRam=4096']) await send('GET', `/flavors/detail${query}`)
}

export const metadata: RecordedScenario = async (send, driver) => {
  const id = await createServer(send, driver, serverRequest(driver, { metadata: { kept: 'yes' } }))
  const path = `/servers/${id}/metadata`
  for (const body of [
    { meta: { probe: 'one' } },
    { meta: { probe: 'two' } },
    { meta: { probe: 'x'.repeat(256) } },
    { probe: 'one' },
  ]) {
    await send('PUT', `${path}/probe`, body)
    await send('GET', `${path}/probe`)
    await send('GET', path)
    await send('GET', `/servers/${id}`)
  }
  for (let times = 0; times < 2; times++) await send('DELETE', `${path}/probe`)
  await send('GET', `${path}/probe`)
  await send('GET', path)
  await send('PUT', `/servers/${id}`, { name: 'unwrapped' })
}

export const shelving: RecordedScenario = async (send, driver) => {
  const { resizeFlavor } = driver.config.resources
  const id = await createServer(send, driver, serverRequest(driver))
  for (const action of [
    { unshelve: null },
    { shelve: null },
    { shelve: null },
    { resize: { flavorRef: resizeFlavor } },
    { unshelve: null },
  ])
    await actAndObserve(send, driver, id, action)
}

/** Records block devices, sources of the root, ports, and the pages of lists. */
export const volumeRoots: RecordedScenario = async (send, driver) => {
  const { bootableVolume, volume, snapshot, securityGroup, network } = driver.config.resources
  const [zone, otherZone] = driver.state.zones
  const volumes = `/volume/v3/${driver.config.target.tenant}/volumes/detail`
  const port = at((await send('POST', '/network/v2.0/ports', { port: { network_id: network } })).body, 'port.id')
  const create = async (changes: Record<string, unknown>) => {
    const { body } = await send('POST', '/servers', serverRequest(driver, changes))
    driver.wait(100)
    const id = at(body, 'server.id')
    await send('GET', `/servers/${id}`)
    await send('GET', volumes)
    await send('GET', `/network/v2.0/ports/${port}`)
    await send('DELETE', `/servers/${id}`)
    driver.wait(100)
    await send('GET', volumes)
  }
  const devices = (...block_device_mapping_v2: unknown[]) => ({ block_device_mapping_v2 })
  const from = (source_type: string, uuid: unknown, changes: Record<string, unknown> = {}) => ({
    imageRef: undefined,
    availability_zone: zone,
    ...devices({ source_type, uuid, destination_type: 'volume', boot_index: 0, ...changes }),
  })
  for (const name of ['source_type', 'destination_type', 'boot_index'])
    await create(devices(rootVolume(driver, { [name]: undefined })))
  const blank = { source_type: 'blank', destination_type: 'volume', boot_index: 1, volume_size: 1 }
  await create(devices(rootVolume(driver), { ...blank, volume_type: 'General SSD' }))
  await create(devices({ ...blank, boot_index: 0, volume_size: 20 }))
  await create(devices(rootVolume(driver, { volume_type: 'unknown' })))
  await create({ max_count: 11 })
  await create(from('volume', bootableVolume))
  await create({ ...from('volume', bootableVolume), availability_zone: otherZone })
  await create({ ...from('volume', bootableVolume), max_count: 2 })
  await create(from('volume', volume))
  await create(from('snapshot', snapshot))
  await create(from('snapshot', snapshot, { volume_size: 19 }))
  await create({ networks: [{ port }], security_groups: [{ name: securityGroup }] })
  for (const list of ['/servers', '/servers/detail'])
    for (const query of ['limit=1000', 'changes-since=2100-01-01T00:00:00', 'changes-since=2000-01-01T00:00:00'])
      await send('GET', `${list}?${query}`)
}
