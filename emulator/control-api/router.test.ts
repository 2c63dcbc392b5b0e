import { describe, expect, test } from 'vitest'
import { createEmulator } from '../emulator.ts'
import { at, textAt } from '../testing/driver.ts'
import { serve } from '../testing/served.fixture.ts'

describe('the control API', () => {
  test('is not there unless it is asked for', async () => {
    const { control } = await serve({ control: false })
    expect((await control('GET', '/clock')).status).toBe(300)
  })

  test('is for this machine only, and for no web page', async () => {
    const { control } = await serve()
    const emulator = createEmulator({ control: true })
    const request = (url: string) => new Request(`${url}/_emulator/clock`)
    const far = '192.0.2.7'
    for (const [url, from] of [
      ['http://localhost:1234', far],
      ['http://attacker.example', '127.0.0.1'],
    ] as const) {
      const served = await emulator.serve(request(url), { address: from })
      expect(served.status).toBe(403)
      expect(at(await served.json(), 'error.message')).toMatch(/^The control API .*\.$/)
    }
    expect((await control('GET', '/clock', undefined, { origin: 'http://attacker.example' })).status).toBe(403)
    expect((await emulator.serve(request('http://localhost:1234'), { address: '::ffff:127.0.0.1' })).status).toBe(200)
  })

  test.each([
    ['PUT', '/clock', '{', 400, /^The body is not JSON: .*\.$/],
    ['PUT', '/clock', undefined, 400, /^A JSON body is needed: clock\.$/],
    ['PUT', '/clock', { mode: 'slow' }, 400, /^clock\.mode: .*real.*\.$/],
    ['POST', '/clock/advance', { milliseconds: -1 }, 400, /^advance\.milliseconds: /],
    ['POST', '/clock/advance', { milliseconds: 1, hours: 2 }, 400, /^advance\.hours: /],
    ['PUT', '/timing', { nap: 1 }, 400, /^timing\.nap is not known; there are create, /],
    ['PATCH', '/timing', { stop: { polls: -1 } }, 400, /^timing\.stop must be /],
    ['PUT', '/timing', undefined, 400, /^timing is /],
    ['PUT', '/faults/no-such-fault', undefined, 400, /^There is no fault named no-such-fault; /],
    ['PUT', '/faults/flavors-list-empty', { status: 500 }, 400, /without a body\.$/],
    ['PUT', '/faults/mine', { operation: 'servers.show' }, 400, /expected status, delay or reset\.$/],
    ['PUT', '/faults/mine', { status: 503 }, 400, /expected either operation or path\.$/],
    ['PUT', '/faults/mine', { operation: 'x', status: 99 }, 400, /^fault\.status: /],
    ['PUT', '/faults/mine', { operation: 'x', status: 500, reset: true }, 400, /not both\.$/],
    ['PUT', '/faults/mine', [], 400, /^fault: /],
    ['DELETE', '/faults/mine', undefined, 404, /^The fault mine is not on\.$/],
    ['POST', '/reset', { seed: { images: 0 } }, 400, /^seed\.images must be /],
    ['POST', '/reset', { seed: { color: 'red' } }, 400, /^reset\.seed\.color: /],
    ['PUT', '/state', { format: 1 }, 400, /^state\.clock: /],
    ['PUT', '/servers/none/state', { status: 'ACTIVE' }, 404, /^There is no server none\.$/],
    ['PUT', '/servers/none/state', { status: 'ASLEEP' }, 400, /^server\.status: /],
    ['PUT', '/servers/none/state', { status: 'ACTIVE', fault: { code: 500, message: '' } }, 400, /ERROR only\.$/],
    ['GET', '/requests?limit=few', undefined, 400, /limit must be a whole number\.$/],
    ['GET', '/no-such-thing', undefined, 404, /^There is no \/_emulator\/no-such-thing: /],
    ['DELETE', '/clock', undefined, 405, /: there is GET, PUT\.$/],
  ])('%s %s with %j is answered %i in one sentence', async (method, path, body, status, sentence) => {
    const { control } = await serve()
    const answer = await control(method, path, body)
    expect([answer.status, at(answer.body, 'error.code')]).toEqual([status, status])
    expect(textAt(answer.body, 'error.message')).toMatch(sentence)
  })

  test('lists its routes', async () => {
    const { control } = await serve()
    expect(at((await control('GET', '')).body, 'routes')).toContain('PUT /_emulator/servers/:server/state')
  })
})

describe('the request log', () => {
  test('tells what came and what became of it, without anything secret', async () => {
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
    const only = await control('GET', '/requests?operation=flavors.list&limit=1')
    expect(at(only.body, 'requests')).toHaveLength(1)
    const last = Number(at(body, 'requests.2.number'))
    expect(at((await control('GET', `/requests?after=${last - 1}`)).body, 'requests')).toHaveLength(1)
  })

  test('keeps only the last of them', async () => {
    const { emulator, control } = await serve()
    for (let count = 0; count < 2100; count++) await emulator.fetch(new Request(`${emulator.url}/`))
    const { body } = await control('GET', '/requests')
    expect(at(body, 'requests')).toHaveLength(1000)
    expect(at(body, 'requests.999.number')).toBeGreaterThan(2100)
  })
})
