import { describe, expect, test } from 'vitest'
import { at, textAt } from '../testing/driver.ts'
import { serve } from '../testing/served.fixture.ts'

describe('the clock', () => {
  test('freezes, advances on request, and resumes from there', async () => {
    const { control, act, status } = await serve({ timing: { stop: 60_000 } })
    const frozen = await control('PUT', '/clock', { mode: 'frozen' })
    await act({ 'os-stop': null })
    expect(await status()).toBe('ACTIVE')
    await control('POST', '/clock/advance', { milliseconds: 59_999 })
    expect(await status()).toBe('ACTIVE')
    const advanced = await control('POST', '/clock/advance', { milliseconds: 1 })
    expect(at(advanced.body, 'milliseconds')).toBe(Number(at(frozen.body, 'milliseconds')) + 60_000)
    expect(await status()).toBe('SHUTOFF')
    const { body } = await control('PUT', '/clock', { mode: 'real' })
    expect(at(body, 'mode')).toBe('real')
    expect(Number(at(body, 'milliseconds'))).toBeGreaterThanOrEqual(Number(at(advanced.body, 'milliseconds')))
  })
})

describe('timing', () => {
  test('completes at once, or after a number of reads by show and the detailed list', async () => {
    const { control, compute, act, status } = await serve()
    await control('PATCH', '/timing', { stop: 0, start: { polls: 3 } })
    await act({ 'os-stop': null })
    expect(await status()).toBe('SHUTOFF')
    await act({ 'os-start': null })
    const listed = async () => at((await compute('GET', '/servers/detail')).body, 'servers.0.status')
    expect([await status(), await listed(), await status(), await listed()]).toEqual([
      ...['SHUTOFF', 'SHUTOFF', 'SHUTOFF'],
      'ACTIVE',
    ])
  })

  test('is replaced by a table, with instant for missing entries', async () => {
    const { control } = await serve({ timing: 'realistic' })
    expect(at((await control('GET', '/timing')).body, 'stop')).toBe(2000)
    const { body } = await control('PUT', '/timing', { create: [1, 2] })
    expect([at(body, 'create'), at(body, 'stop')]).toEqual([[1, 2], 6])
    expect(at((await control('PUT', '/timing', '"realistic"')).body, 'stop')).toBe(2000)
  })
})

describe('a server', () => {
  test.each([
    ['PAUSED', 'paused', null, 3],
    ['SUSPENDED', 'suspended', null, 4],
    ['RESCUE', 'rescued', null, 1],
    ['REBOOT', 'active', 'reboot_started', 1],
    ['VERIFY_RESIZE', 'resized', null, 1],
    ['SHELVED_OFFLOADED', 'shelved_offloaded', null, 4],
    ['MIGRATING', 'active', 'migrating', 1],
    ['PASSWORD', 'active', 'updating_password', 1],
    ['REBUILD', 'active', 'rebuild_spawning', 1],
    ['SOFT_DELETED', 'soft-delete', null, 4],
  ])('is forced into %s and stays there', async (forced, vmState, taskState, powerState) => {
    const { control, compute, id } = await serve()
    const response = await control('PUT', `/servers/${id}/state`, { status: forced })
    expect(at(response.body, 'server.status')).toBe(forced)
    await control('POST', '/clock/advance', { milliseconds: 3_600_000 })
    const { body } = await compute('GET', `/servers/${id}`)
    const keys = ['status', 'OS-EXT-STS:vm_state', 'OS-EXT-STS:task_state', 'OS-EXT-STS:power_state']
    expect(keys.map((key) => at(body, `server.${key}`))).toEqual([forced, vmState, taskState, powerState])
  })

  test('shows the given fault in ERROR, and is gone when it is DELETED', async () => {
    const { control, compute, id } = await serve()
    const fault = { code: 507, message: 'The disk is full.' }
    await control('PUT', `/servers/${id}/state`, { status: 'ERROR', fault })
    const { body } = await compute('GET', `/servers/${id}`)
    expect([at(body, 'server.status'), at(body, 'server.fault.message')]).toEqual(['ERROR', 'The disk is full.'])
    await control('PUT', `/servers/${id}/state`, { status: 'DELETED' })
    expect((await compute('GET', `/servers/${id}`)).status).toBe(404)
  })

  test('gets its address and its volumes when it is forced from BUILD into ACTIVE', async () => {
    const { emulator, control, compute } = await serve({ timing: { create: 3_600_000 } })
    const { image, flavor, network } = emulator.config.resources
    const root = { source_type: 'image', uuid: image, boot_index: 0, volume_size: 20 }
    const server = { name: 'n', imageRef: image, flavorRef: flavor, networks: [{ uuid: network }] }
    const created = await compute('POST', '/servers', { server: { ...server, block_device_mapping_v2: [root] } })
    const id = textAt(created.body, 'server.id')
    await control('PUT', `/servers/${id}/state`, { status: 'ACTIVE' })
    const { body } = await compute('GET', `/servers/${id}`)
    expect(Object.keys(Object(at(body, 'server.addresses')))).toHaveLength(1)
    expect(at(body, 'server.os-extended-volumes:volumes_attached')).toHaveLength(1)
    expect(textAt(body, 'server.hostId')).toHaveLength(56)
  })
})

describe('the state', () => {
  test('is exported and imported', async () => {
    const { control, compute, act, status } = await serve()
    const exported = await control('GET', '/state')
    await act({ 'os-stop': null })
    await expect.poll(status).toBe('SHUTOFF')
    expect((await control('PUT', '/state', exported.body)).status).toBe(200)
    expect(await status()).toBe('ACTIVE')
    expect((await compute('GET', '/servers')).status).toBe(200)
  })

  test('is reset with the same seed or another one', async () => {
    const { emulator, control, compute, act, status } = await serve()
    const { config } = emulator
    await act({ 'os-stop': null })
    await control('PUT', '/faults/flavors-list-empty')
    expect((await control('POST', '/reset')).body).toEqual(config)
    expect(await status()).toBe('ACTIVE')
    expect(at((await control('GET', '/faults')).body, 'named')).toEqual([])
    const { body } = await control('POST', '/reset', { seed: { random: 9, existingServers: 3 } })
    expect(body).toEqual(emulator.config)
    expect((await control('GET', '/config')).body).toEqual(emulator.config)
    expect(at(body, 'target.tenant')).not.toBe(config.target.tenant)
    expect((await compute('GET', '/servers')).status).toBe(400)
  })
})
