import { describe, expect, test } from 'vitest'
import { createEmulator } from '../create-emulator.ts'
import { at, textAt } from '../testing/driver.ts'
import { serve } from '../testing/served.fixture.ts'

describe('the control API', () => {
  test('is not served by default', async () => {
    const { control } = await serve({ control: false })
    expect((await control('GET', '/clock')).status).toBe(300)
  })

  test('rejects other machines and web pages', async () => {
    const { control } = await serve()
    const emulator = createEmulator({ control: true })
    const request = (url: string) => new Request(`${url}/_emulator/clock`)
    for (const [url, address] of [
      ['http://localhost:1234', '192.0.2.7'],
      ['http://attacker.example', '127.0.0.1'],
    ] as const) {
      const response = await emulator.serve(request(url), { address })
      expect(response.status).toBe(403)
      expect(at(await response.json(), 'error.message')).toMatch(/^The control API .*\.$/)
    }
    expect((await control('GET', '/clock', undefined, { origin: 'http://attacker.example' })).status).toBe(403)
    expect((await emulator.serve(request('http://localhost:1234'), { address: '::ffff:127.0.0.1' })).status).toBe(200)
  })

  test.each([
    ['PUT', '/clock', '{', 400, /^The body is not JSON: .*\.$/],
    ['PUT', '/clock', undefined, 400, /^A JSON body is required: clock\.$/],
    ['PUT', '/clock', { mode: 'slow' }, 400, /^clock\.mode: .*real.*\.$/],
    ['POST', '/clock/advance', { milliseconds: -1 }, 400, /^advance\.milliseconds: /],
    ['POST', '/clock/advance', { milliseconds: 1, hours: 2 }, 400, /^advance\.hours: /],
    ['PUT', '/timing', { nap: 1 }, 400, /^timing\.nap is unknown; expected one of create, /],
    ['PATCH', '/timing', { stop: { polls: -1 } }, 400, /^timing\.stop must be /],
    ['PUT', '/timing', undefined, 400, /^timing must be /],
    ['PUT', '/faults/no-such-fault', undefined, 400, /^There is no fault named no-such-fault; /],
    ['PUT', '/faults/flavors-list-empty', { status: 500 }, 400, /without a body\.$/],
    ['PUT', '/faults/mine', { operation: 'servers.show' }, 400, /expected status, delay or reset\.$/],
    ['PUT', '/faults/mine', { status: 503 }, 400, /expected either operation or path\.$/],
    ['PUT', '/faults/mine', { operation: 'x', status: 99 }, 400, /^fault\.status: /],
    ['PUT', '/faults/mine', { operation: 'x', status: 500, reset: true }, 400, /not both\.$/],
    ['PUT', '/faults/mine', [], 400, /^fault: /],
    ['DELETE', '/faults/mine', undefined, 404, /^The fault mine is not enabled\.$/],
    ['POST', '/reset', { seed: { images: 0 } }, 400, /^seed\.images must be /],
    ['POST', '/reset', { seed: { color: 'red' } }, 400, /^reset\.seed\.color: /],
    ['PUT', '/state', { format: 2 }, 400, /^state\.clock: /],
    ['PUT', '/state', { format: 1 }, 400, /^state\.format: format 1 is not supported; this version reads format 2\.$/],
    ['PUT', '/servers/none/state', { status: 'ACTIVE' }, 404, /^There is no server none\.$/],
    ['PUT', '/servers/none/state', { status: 'ASLEEP' }, 400, /^server\.status: /],
    [
      'PUT',
      '/servers/none/state',
      { status: 'ACTIVE', fault: { code: 500, message: '' } },
      400,
      /with the status ERROR only\.$/,
    ],
    ['GET', '/requests?limit=few', undefined, 400, /limit must be a whole number\.$/],
    ['GET', '/no-such-thing', undefined, 404, /^There is no \/_emulator\/no-such-thing: /],
    ['DELETE', '/clock', undefined, 405, /: use GET, PUT\.$/],
  ])('responds to %s %s with the body %j by %i and one sentence', async (method, path, body, status, message) => {
    const { control } = await serve()
    const response = await control(method, path, body)
    expect([response.status, at(response.body, 'error.code')]).toEqual([status, status])
    expect(textAt(response.body, 'error.message')).toMatch(message)
  })

  test('lists its routes', async () => {
    const { control } = await serve()
    expect(at((await control('GET', '')).body, 'routes')).toContain('PUT /_emulator/servers/:server/state')
  })
})

describe('the request log', () => {
  test('lists requests and their results without secrets', async () => {
    const { emulator, control, compute, act, id } = await serve()
    await control('DELETE', '/requests')
    await control('PUT', '/faults/cut', { operation: 'limits.show', reset: true })
    await act({ 'os-start': null })
    await compute('GET', '/flavors?minRam=1')
    await expect(compute('GET', '/limits')).rejects.toThrow()
    const { body } = await control('GET', '/requests')
    const tenant = emulator.config.target.tenant
    expect(body).toMatchObject({
      requests: [
        {
          method: 'POST',
          path: `/v2/${tenant}/servers/${id}/action`,
          operation: 'servers.action.os-start',
          status: 409,
        },
        { method: 'GET', path: `/v2/${tenant}/flavors?minRam=1`, operation: 'flavors.list', status: 200, faults: [] },
        { method: 'GET', path: `/v2/${tenant}/limits`, operation: 'limits.show', status: null, faults: ['cut'] },
      ],
    })
    expect(JSON.stringify(body)).not.toContain(emulator.config.auth.token)
    const filtered = await control('GET', '/requests?operation=flavors.list&limit=1')
    expect(at(filtered.body, 'requests')).toHaveLength(1)
    const last = Number(at(body, 'requests.2.number'))
    expect(at((await control('GET', `/requests?after=${last - 1}`)).body, 'requests')).toHaveLength(1)
  })

  test('keeps only the last 1000 requests', async () => {
    const { emulator, control } = await serve()
    for (let count = 0; count < 2100; count++) await emulator.fetch(new Request(`${emulator.url}/`))
    const { body } = await control('GET', '/requests')
    expect(at(body, 'requests')).toHaveLength(1000)
    expect(at(body, 'requests.999.number')).toBeGreaterThan(2100)
  })
})
