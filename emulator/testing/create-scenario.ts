import { at, rootVolume, serverRequest } from './driver.ts'
import { type RecordedScenario, throwawayKey } from './recorded-scenario.ts'

export const creation: RecordedScenario = async (send, driver) => {
  const { image, windowsImage, flavor, localFlavor, network, subnet, securityGroup } = driver.config.resources
  await send('POST', '/os-keypairs', { keypair: { name: 'probe', public_key: throwawayKey } })
  const port = await send('POST', '/network/v2.0/ports', { port: { network_id: network } })
  const data = { source_type: 'blank', destination_type: 'volume', boot_index: 1, volume_size: 1 }
  const otherNetwork = [...driver.state.networking.networks.values()].at(1)?.id
  const smallFlavor = driver.state.flavors.find(({ ram, disk }) => ram < 2048 && disk === 0)?.id
  const largeLocalFlavor = driver.state.flavors.find(({ disk }) => disk > 50)?.id
  const create = async (changes: Record<string, unknown>) => {
    const { body } = await send('POST', '/servers', serverRequest(driver, changes))
    const id = at(body, 'server.id')
    driver.wait(3)
    await send('GET', `/servers/${id}`)
    driver.wait(100)
    await send('GET', `/servers/${id}`)
    await send('GET', `/servers/${id}/os-volume_attachments`)
    await send('DELETE', `/servers/${id}`)
    driver.wait(100)
    await send('GET', `/servers/${id}`)
    await send('GET', '/servers')
    await send('GET', `/volume/v3/${driver.config.target.tenant}/volumes/detail`)
  }
  await create({
    name: 'x'.repeat(200),
    key_name: 'probe',
    availability_zone: driver.state.zones.at(-1),
    metadata: { purpose: 'probe', login_username: 'root', 'Mixed-Case': '값' },
    security_groups: [{ name: securityGroup }, { name: 'default' }],
    user_data: 'IyEvYmluL3NoCg==',
    personality: [{ path: '/etc/probe', contents: 'aGk=' }],
    min_count: 1,
    max_count: 1,
    networks: [{ uuid: otherNetwork }, { subnet }, { uuid: network, fixed_ip: '192.168.0.99' }],
    block_device_mapping_v2: [rootVolume(driver, { device_name: 'vda' }), { ...data, delete_on_termination: false }],
  })
  await create({ networks: [{ port: at(port.body, 'port.id') }] })
  await create({ flavorRef: localFlavor, block_device_mapping_v2: undefined })
  const windows = (name: string, flavorRef: unknown, size?: number) => ({
    name,
    flavorRef,
    imageRef: windowsImage,
    block_device_mapping_v2:
      size === undefined ? undefined : [rootVolume(driver, { uuid: windowsImage, volume_size: size })],
  })
  const rejected: Record<string, unknown>[] = [
    { name: undefined },
    { name: 'x'.repeat(256) },
    { flavorRef: undefined },
    { imageRef: undefined, block_device_mapping_v2: undefined },
    { networks: undefined },
    { networks: { uuid: network } },
    { user_data: 'no base64!' },
    { user_data: 'A'.repeat(65_536) },
    { metadata: { key: 'x'.repeat(256) } },
    { personality: [{ path: '/etc/probe', contents: 'no base64!' }] },
    { block_device_mapping_v2: undefined },
    { block_device_mapping_v2: [rootVolume(driver, { source_type: 'tape' })] },
    { block_device_mapping_v2: [rootVolume(driver, { destination_type: 'cloud' })] },
    { block_device_mapping_v2: [rootVolume(driver, { uuid: undefined })] },
    { block_device_mapping_v2: [rootVolume(driver, { volume_size: 9 })] },
    { block_device_mapping_v2: [rootVolume(driver, { volume_size: 100_000 })] },
    { block_device_mapping_v2: [rootVolume(driver, { volume_size: 2_049 })] },
    { min_count: 2, max_count: 1 },
    { 'OS-DCF:diskConfig': 'DEFAULT' },
    { key_name: 'none' },
    windows('a-name-that-is-too-long', flavor, 50),
    windows('sixteen-letters-', flavor, 50),
    windows('win', smallFlavor, 50),
    windows('win', flavor, 40),
    windows('win', largeLocalFlavor),
  ]
  for (const changes of rejected) await send('POST', '/servers', serverRequest(driver, changes))
  await send('POST', '/servers', {})
  await send('POST', '/servers', { server: { name: 'probe', imageRef: image } })
}
