import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RequestError, type SendRequest } from '#harness/core'
import { CleanupScene, prefix } from './cleanup.fixture.ts'

let scene: CleanupScene
beforeEach(async () => {
  scene = await CleanupScene.open()
})
afterEach(() => scene.close())

describe('an unreliable target', () => {
  /** Responds to some requests itself and passes the others on; `call` counts from 1. */
  const override =
    (
      response: (
        request: Parameters<SendRequest>[0],
        call: number,
      ) => { status: number; body?: unknown; headers?: Record<string, string> } | undefined,
    ): SendRequest =>
    async (request, signal) => {
      const overridden = response(request, ++calls)
      if (!overridden) return scene.transport.send(request, signal)
      const text = JSON.stringify(overridden.body ?? {})
      const { status, headers = {} } = overridden
      return { status, headers, text, isUtf8: true, startedAt: Date.now(), ms: 1 }
    }
  let calls = 0
  beforeEach(() => {
    calls = 0
  })

  const createJournaled = async (name = `${prefix}a`): Promise<string> => {
    const id = await scene.createServer(name)
    scene.writeJournal({ event: 'created', id, url: scene.serverUrl(id), name })
    return id
  }

  test('rejects deletes at first: they are repeated', async () => {
    const id = await createJournaled()
    let rejections = 2
    const { leftovers } = await scene.cleanUp(
      override(({ method }) => (method === 'DELETE' && rejections-- > 0 ? { status: 409 } : undefined)),
    )
    expect(leftovers).toEqual([])
    expect(await scene.status(scene.serverUrl(id))).toBe(404)
  })

  test('has a gateway that sends a page in place of each 404: what was deleted does not count as left behind', async () => {
    const id = await createJournaled()
    let isDeleted = false
    const { leftovers } = await scene.cleanUp(
      override(({ method, url }) => {
        if (!url.endsWith(id)) return undefined
        const wasDeleted = isDeleted
        isDeleted ||= method === 'DELETE'
        return wasDeleted ? { status: 200, body: '<html>Portal</html>' } : undefined
      }),
    )
    expect(leftovers).toEqual([])
    expect(await scene.status(scene.serverUrl(id))).toBe(404)
  })

  test('is behind a cache that shows what was deleted, and says how old that is: it does not count as left behind', async () => {
    const name = `${prefix}k`
    const url = `${scene.compute}/os-keypairs/${name}`
    await scene.createKeypair(name)
    scene.writeJournal({ event: 'created', kind: 'keypair', id: name, url, name })
    const headers = { age: '5' }
    const { leftovers } = await scene.cleanUp(
      override((request) => {
        if (request.method !== 'GET' || !request.url.includes('/os-keypairs')) return undefined
        const isList = request.url.endsWith('/os-keypairs')
        return { status: 200, headers, body: isList ? { keypairs: [{ keypair: { name } }] } : { keypair: { name } } }
      }),
    )
    expect(leftovers).toEqual([])
    expect(await scene.status(url)).toBe(404)
  })

  test('deletes only stopped servers: they are stopped first', async () => {
    const id = await createJournaled()
    let isStopped = false
    const { leftovers } = await scene.cleanUp(
      override(({ method, body = '' }) => {
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
      override((request) => (request.method === 'GET' && request.url === url(volume) ? { status: 500 } : undefined)),
    )
    expect(leftovers).toEqual([])
    expect([await scene.status(url(earlier)), await scene.status(url(volume))]).toEqual([200, 404])
  })

  test('rejects deletes permanently: the resource is a leftover with the command that deletes it', async () => {
    const id = await createJournaled()
    let deletes = 0
    const { leftovers } = await scene.cleanUp(
      override(({ method }) => {
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
    await createJournaled()
    await scene.createKeypair(`${prefix}key`)
    const { leftovers, removed } = await scene.cleanUp(
      override(({ method, url }) => (method === 'DELETE' && /servers/.test(url) ? { status: 409 } : undefined)),
      1_500,
    )
    expect(leftovers.map(({ kind }) => kind)).toEqual(['server'])
    expect(removed.map(({ kind }) => kind)).toEqual(['keypair'])
  })

  test('accepts a delete without effect: the resource is a leftover', async () => {
    await createJournaled()
    const { leftovers } = await scene.cleanUp(
      override(({ method }) => (method === 'DELETE' ? { status: 204 } : undefined)),
      900,
    )
    expect(leftovers[0]?.reason).toMatch(/^DELETE was accepted, but it still exists \((BUILD|ACTIVE)\)$/)
  })

  test('keeps listing a resource that DELETE and show do not find: it is a leftover', async () => {
    scene.settings = { ...scene.settings, timeouts: { ...scene.settings.timeouts, propagation: 400 } }
    const ghost = { status: 200, body: { servers: [{ id: 'ghost', name: `${prefix}ghost` }] } }
    const { leftovers, removed } = await scene.cleanUp(
      override(({ url }) => (/\/servers\?/.test(url) ? ghost : undefined)),
    )
    expect(removed).toEqual([])
    expect(leftovers).toMatchObject([{ id: 'ghost', reason: 'DELETE returned 404, but the list still contains it' }])
  })

  test('lists pages without end and ids that would change the path: both are ignored', async () => {
    const page = (call: number) => ({
      status: 200,
      body: {
        servers: ['..', '', { a: 1 }, `s${call}`].map((id) => ({ id, name: `their-${prefix}` })),
        servers_links: [{ rel: 'next', href: 'http://127.0.0.1:1/' }],
      },
    })
    const urls: string[] = []
    const { unreadable } = await scene.cleanUp(
      override(({ url }, call) => {
        urls.push(url)
        return /\/servers\?/.test(url) ? page(call) : undefined
      }),
    )
    expect(unreadable).toEqual([`GET ${scene.compute}/servers has more than 50 pages`])
    expect(urls.filter((url) => !url.startsWith(scene.settings.url))).toEqual([])
  })

  test('cannot list: creates without a response stay in the journal and are reported', async () => {
    scene.writeJournal({ event: 'intent', name: `${prefix}a` })
    const { leftovers, unreadable } = await scene.cleanUp(
      override(({ url }) => (/\/servers(\/detail)?(\?|$)/.test(url) ? { status: 500 } : undefined)),
    )
    expect(unreadable).toEqual([`GET ${scene.compute}/servers?name=conformance-testrun1- returned 500 without a list`])
    expect(leftovers).toMatchObject([{ id: 'unknown', name: `${prefix}a` }])
    expect(scene.leaks).toHaveLength(1)
  })

  test('cannot send the list of servers: the detailed list shows what is left', async () => {
    scene.writeJournal({ event: 'intent', name: `${prefix}a` })
    const id = await scene.createServer(`${prefix}b`)
    const { leftovers, removed, unreadable } = await scene.cleanUp(
      override(({ url }) => (/\/servers(\?|$)/.test(url) ? { status: 200, body: { servers: {} } } : undefined)),
    )
    expect({ leftovers, unreadable }).toEqual({ leftovers: [], unreadable: [] })
    expect(removed).toMatchObject([{ id }])
  })

  test('cannot filter a list: the whole list shows that nothing is left', async () => {
    scene.writeJournal({ event: 'intent', name: `${prefix}a` })
    const { leftovers, unreadable } = await scene.cleanUp(
      override(({ url }) => (/\/servers\?/.test(url) ? { status: 500 } : undefined)),
    )
    expect({ leftovers, unreadable }).toEqual({ leftovers: [], unreadable: [] })
  })

  /** A clock on which only sleeping takes time. */
  const fastClock = () => {
    let ms = 0
    return {
      now: () => ms,
      sleep: async (pause: number) => {
        ms += pause
      },
    }
  }

  test('stops responding permanently: the cleanup continues for a minute and reports everything', async () => {
    await createJournaled()
    const clock = fastClock()
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
    const ids = [await createJournaled(), await scene.createServer(`${prefix}b`)]
    await scene.createKeypair(`${prefix}key`)
    const clock = fastClock()
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
    await createJournaled()
    const limited = async () => {
      throw new RequestError('GET /', 'rate-limited', 'the target returned 429, too many requests')
    }
    const { leftovers } = await scene.cleanUp(limited, 200, fastClock())
    expect(leftovers).toMatchObject([{ reason: 'the target returned 429, too many requests' }])
  })
})
