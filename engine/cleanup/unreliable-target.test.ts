import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RequestError } from '#harness/core'
import { SimulatedClock } from '../../harness/clock.fixture.ts'
import { CleanupScene, prefix } from './cleanup.fixture.ts'

let scene: CleanupScene
beforeEach(async () => {
  scene = await CleanupScene.open()
})
afterEach(() => scene.close())

describe('an unreliable target', () => {
  test('rejects deletes at first: they are repeated', async () => {
    const id = await scene.createJournaled()
    let rejections = 2
    const { leftovers } = await scene.cleanUp(
      scene.override(({ method }) => (method === 'DELETE' && rejections-- > 0 ? { status: 409 } : undefined)),
    )
    expect(leftovers).toEqual([])
    expect(await scene.status(scene.serverUrl(id))).toBe(404)
  })

  test('deletes only stopped servers: they are stopped first', async () => {
    const id = await scene.createJournaled()
    let isStopped = false
    const { leftovers } = await scene.cleanUp(
      scene.override(({ method, body = '' }) => {
        isStopped ||= method === 'POST' && body.includes('os-stop')
        return method === 'DELETE' && !isStopped ? { status: 409 } : undefined
      }),
    )
    expect(leftovers).toEqual([])
    expect(await scene.status(scene.serverUrl(id))).toBe(404)
  })

  test('cannot show a volume that was made for a server: it is deleted, and one that existed before the run is not', async () => {
    const [earlier, volume] = [await scene.createVolume('earlier'), await scene.createVolume('')]
    const note = (event: string, ids: readonly string[]) => JSON.stringify({ at: 1, event, kind: 'volume', ids })
    scene.writeJournal(note('existing', [earlier]), note('server-volumes', [earlier, volume]))
    scene.settings = { ...scene.settings, timeouts: { ...scene.settings.timeouts, propagation: 200 } }
    const url = (id: string) => `${scene.settings.services.blockStorage}/volumes/${id}`
    const { leftovers } = await scene.cleanUp(
      scene.override((request) =>
        request.method === 'GET' && request.url === url(volume) ? { status: 500 } : undefined,
      ),
    )
    expect(leftovers).toEqual([])
    expect([await scene.status(url(earlier)), await scene.status(url(volume))]).toEqual([200, 404])
  })

  test('rejects deletes permanently: the resource is a leftover with the command that deletes it', async () => {
    const id = await scene.createJournaled()
    let deletes = 0
    const { leftovers } = await scene.cleanUp(
      scene.override(({ method }) => {
        if (method !== 'DELETE') return undefined
        deletes++
        return { status: 403 }
      }),
    )
    expect(deletes).toBe(1)
    expect(leftovers).toMatchObject([{ kind: 'server', id, name: `${prefix}a`, reason: 'DELETE returned 403' }])
    expect(leftovers[0]?.remove).toBe(`curl -sS -i -X DELETE -H "X-Auth-Token: $OS_TOKEN" '${scene.serverUrl(id)}'`)
    expect(scene.leaks).toMatchObject([{ id }])
  })

  test('rejects the deletion of a server: keypairs are still deleted', async () => {
    await scene.createJournaled()
    await scene.createKeypair(`${prefix}key`)
    const { leftovers, removed } = await scene.cleanUp(
      scene.override(({ method, url }) => (method === 'DELETE' && /servers/.test(url) ? { status: 409 } : undefined)),
      1_500,
    )
    expect(leftovers.map(({ kind }) => kind)).toEqual(['server'])
    expect(removed.map(({ kind }) => kind)).toEqual(['keypair'])
  })

  test('accepts a delete without effect: the resource is a leftover', async () => {
    await scene.createJournaled()
    const { leftovers } = await scene.cleanUp(
      scene.override(({ method }) => (method === 'DELETE' ? { status: 204 } : undefined)),
      900,
    )
    expect(leftovers[0]?.reason).toMatch(/^DELETE was accepted, but it still exists \((BUILD|ACTIVE)\)$/)
  })

  test('keeps listing a resource that DELETE and show do not find: it is a leftover', async () => {
    scene.settings = { ...scene.settings, timeouts: { ...scene.settings.timeouts, propagation: 400 } }
    const ghost = { status: 200, body: { servers: [{ id: 'ghost', name: `${prefix}ghost` }] } }
    const { leftovers, removed } = await scene.cleanUp(
      scene.override(({ url }) => (/\/servers\?/.test(url) ? ghost : undefined)),
    )
    expect(removed).toEqual([])
    expect(leftovers).toMatchObject([{ id: 'ghost', reason: 'DELETE returned 404, but the list still contains it' }])
  })

  test('stops responding permanently: the cleanup continues for a minute and reports everything', async () => {
    await scene.createJournaled()
    const clock = new SimulatedClock()
    const { leftovers, failure } = await scene.cleanUp(
      async () => {
        throw new RequestError('GET /', 'unreachable', 'connect ECONNREFUSED')
      },
      200,
      clock,
    )
    expect(clock.now()).toBeGreaterThanOrEqual(60_000)
    expect(clock.now()).toBeLessThan(70_000)
    expect(leftovers).toMatchObject([{ reason: 'the target does not respond' }])
    expect(failure).toBe('Not everything that the run created could be deleted: the target does not respond.')
  })

  test.each([
    ['at first', 1],
    ['after the lists', 7],
    ['after a DELETE', 9],
  ])('does not respond for 50 s, %s: everything is deleted', async (_, from) => {
    const ids = [await scene.createJournaled(), await scene.createServer(`${prefix}b`)]
    await scene.createKeypair(`${prefix}key`)
    const clock = new SimulatedClock()
    let sent = 0
    const { leftovers } = await scene.cleanUp(
      async (request, signal) => {
        if (++sent >= from && clock.now() < 50_000)
          throw new RequestError('GET /', 'unavailable', 'a gateway returned 503 in place of the target')
        return scene.transport.send(request, signal)
      },
      5_000,
      clock,
    )
    expect(clock.now()).toBeGreaterThanOrEqual(50_000)
    expect(leftovers).toEqual([])
    for (const id of ids) expect(await scene.status(scene.serverUrl(id))).toBe(404)
  })

  test('always responds that there are too many requests: that is the reason', async () => {
    await scene.createJournaled()
    const limited = async () => {
      throw new RequestError('GET /', 'rate-limited', 'the target returned 429, too many requests')
    }
    const { leftovers } = await scene.cleanUp(limited, 200, new SimulatedClock())
    expect(leftovers).toMatchObject([{ reason: 'the target returned 429, too many requests' }])
  })
})
