import { describe, expect, test } from 'vitest'
import { at, textAt } from '../testing/driver.ts'
import { serve } from '../testing/served.fixture.ts'

describe('the clock', () => {
  test('stands still, moves on at a word, and runs again from there', async () => {
    const { control, act, status } = await serve({ timing: { stop: 60_000 } })
    const frozen = await control('PUT', '/clock', { mode: 'frozen' })
    await act({ 'os-stop': null })
    expect(await status()).toBe('ACTIVE')
    await control('POST', '/clock/advance', { milliseconds: 59_999 })
    expect(await status()).toBe('ACTIVE')
    const moved = await control('POST', '/clock/advance', { milliseconds: 1 })
    expect(at(moved.body, 'milliseconds')).toBe(Number(at(frozen.body, 'milliseconds')) + 60_000)
    expect(await status()).toBe('SHUTOFF')
    const { body } = await control('PUT', '/clock', { mode: 'real' })
    expect(at(body, 'mode')).toBe('real')
    expect(Number(at(body, 'milliseconds'))).toBeGreaterThanOrEqual(Number(at(moved.body, 'milliseconds')))
  })
})

describe('timing', () => {
  test('is at once, or after so many polls, of show and of the detailed list alike', async () => {
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

  test('of a whole table begins from instant', async () => {
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
  ])('is put into %s and stays there', async (wanted, vmState, taskState, powerState) => {
    const { control, compute, id } = await serve()
    const answer = await control('PUT', `/servers/${id}/state`, { status: wanted })
    expect(at(answer.body, 'server.status')).toBe(wanted)
    await control('POST', '/clock/advance', { milliseconds: 3_600_000 })
    const { body } = await compute('GET', `/servers/${id}`)
    const shown = ['status', 'OS-EXT-STS:vm_state', 'OS-EXT-STS:task_state', 'OS-EXT-STS:power_state']
    expect(shown.map((key) => at(body, `server.${key}`))).toEqual([wanted, vmState, taskState, powerState])
  })

  test('in ERROR says what it is told to say; one that is DELETED is gone', async () => {
    const { control, compute, id } = await serve()
    const fault = { code: 507, message: 'The disk is full.' }
    await control('PUT', `/servers/${id}/state`, { status: 'ERROR', fault })
    const { body } = await compute('GET', `/servers/${id}`)
    expect([at(body, 'server.status'), at(body, 'server.fault.message')]).toEqual(['ERROR', 'The disk is full.'])
    await control('PUT', `/servers/${id}/state`, { status: 'DELETED' })
    expect((await compute('GET', `/servers/${id}`)).status).toBe(404)
  })

  test('that is still being built has its address and its volumes once it is put into ACTIVE', async () => {
    const { emulator, control, compute } = await serve({ timing: { create: 3_600_000 } })
    const { image, flavor, network } = emulator.config.resources
    const root = { source_type: 'image', uuid: image, boot_index: 0, volume_size: 20 }
    const server = { name: 'n', imageRef: image, flavorRef: flavor, networks: [{ uuid: network }] }
    const made = await compute('POST', '/servers', { server: { ...server, block_device_mapping_v2: [root] } })
    const id = textAt(made.body, 'server.id')
    await control('PUT', `/servers/${id}/state`, { status: 'ACTIVE' })
    const { body } = await compute('GET', `/servers/${id}`)
    expect(Object.keys(Object(at(body, 'server.addresses')))).toHaveLength(1)
    expect(at(body, 'server.os-extended-volumes:volumes_attached')).toHaveLength(1)
    expect(textAt(body, 'server.hostId')).toHaveLength(56)
  })
})

describe('the state', () => {
  test('is exported, and imported again', async () => {
    const { control, compute, act, status } = await serve()
    const exported = await control('GET', '/state')
    await act({ 'os-stop': null })
    await expect.poll(status).toBe('SHUTOFF')
    expect((await control('PUT', '/state', exported.body)).status).toBe(200)
    expect(await status()).toBe('ACTIVE')
    expect((await compute('GET', '/servers')).status).toBe(200)
  })

  test('is reset, to the same seed or another', async () => {
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
