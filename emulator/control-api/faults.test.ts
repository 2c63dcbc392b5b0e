import { describe, expect, test } from 'vitest'
import { at } from '../testing/driver.ts'
import { serve } from '../testing/served.fixture.ts'

describe('a named fault', () => {
  test('is enabled and disabled, and only responses that show it report it', async () => {
    const { control, compute } = await serve({ faults: ['zones-list-empty'] })
    await control('PUT', '/faults/flavors-name-missing')
    const { body } = await control('PUT', '/faults/keypairs-delete-does-nothing')
    expect(at(body, 'named.0.name')).toBe('flavors-name-missing')
    const faulty = await compute('GET', '/flavors')
    expect(at(faulty.body, 'flavors.0.name')).toBeUndefined()
    expect(faulty.headers.get('x-emulator-fault')).toBe('flavors-name-missing')
    await compute('POST', '/os-keypairs', { keypair: { name: 'k' } })
    const deleted = await compute('DELETE', '/os-keypairs/k')
    expect(deleted.headers.get('x-emulator-fault')).toBe('keypairs-delete-does-nothing')
    for (const path of ['/servers', '/os-availability-zone']) {
      expect((await compute('GET', path)).headers.get('x-emulator-fault')).toBeNull()
    }
    await control('DELETE', '/faults/flavors-name-missing')
    expect((await compute('GET', '/flavors')).headers.get('x-emulator-fault')).toBeNull()
    expect((await control('DELETE', '/faults')).body).toEqual({ named: [], generic: [] })
    expect(at((await compute('GET', '/os-availability-zone')).body, 'availabilityZoneInfo')).toEqual([])
  })
})

describe('a fault rule', () => {
  test('replaces the first responses of an operation with an error body of its service', async () => {
    const { control, compute, send, emulator } = await serve()
    const headers = { 'retry-after': '7' }
    await control('PUT', '/faults/overloaded', { operation: 'servers.*', status: 503, calls: 2, headers })
    for (const path of ['/servers', '/servers/detail']) {
      const response = await compute('GET', path)
      expect([response.status, at(response.body, 'serviceUnavailable.code')]).toEqual([503, 503])
      expect(response.headers.get('retry-after')).toBe('7')
      expect(response.headers.get('x-emulator-fault')).toBe('overloaded')
      expect(response.headers.get('x-compute-request-id')).toMatch(/^req-/)
    }
    const third = await compute('GET', '/servers')
    expect([third.status, third.headers.get('x-emulator-fault')]).toEqual([200, null])
    expect(at((await control('GET', '/faults')).body, 'generic.0.met')).toBe(2)
    await control('PUT', '/faults/lost', { method: 'get', path: '/network/*', status: 404 })
    const response = await send('GET', `${emulator.url}/network/v2.0/ports`)
    expect(at(response.body, 'NeutronError.type')).toBe('NotFound')
  })

  test('delays responses, and distinguishes actions', async () => {
    const { control, act, status } = await serve()
    await control('PUT', '/faults/slow', { operation: 'servers.action.os-stop', delay: 150, calls: 1 })
    await control('PUT', '/faults/rejected', { operation: 'servers.action.os-start', status: 409 })
    const start = performance.now()
    const stopped = await act({ 'os-stop': null })
    expect(performance.now() - start).toBeGreaterThan(140)
    expect([stopped.status, stopped.headers.get('x-emulator-fault')]).toEqual([202, 'slow'])
    await expect.poll(status).toBe('SHUTOFF')
    expect((await act({ 'os-start': null })).status).toBe(409)
  })

  test('breaks the connection before or after the request is carried out', async () => {
    const { emulator, control, compute } = await serve()
    await control('PUT', '/faults/cut', { operation: 'keypairs.create', reset: true, calls: 1 })
    await control('PUT', '/faults/late', { operation: 'keypairs.create', reset: true, when: 'after', calls: 1 })
    const create = (name: string) => compute('POST', '/os-keypairs', { keypair: { name } })
    await expect(create('before')).rejects.toThrow('fetch failed')
    await expect(create('after')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
    expect((await create('later')).status).toBe(200)
    const { body } = await compute('GET', '/os-keypairs')
    const names = Array.isArray(at(body, 'keypairs')) ? Object.values(at(body, 'keypairs') ?? []) : []
    expect(names.map((entry) => at(entry, 'keypair.name'))).toEqual(['after', 'later'])
    await control('PUT', '/faults/cut', { path: '/', reset: true })
    await expect(emulator.fetch(new Request(`${emulator.url}/`))).rejects.toThrow('fetch failed')
  })
})
