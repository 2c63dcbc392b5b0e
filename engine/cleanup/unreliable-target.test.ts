import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SendRequest } from '#harness/core'
import { prefix, CleanupScene } from './cleanup.fixture.ts'

let scene: CleanupScene
beforeEach(async () => {
  scene = await CleanupScene.open()
})
afterEach(() => scene.close())

describe('a target that makes difficulties', () => {
  /** Answers some requests in its own way. */
  const but =
    (
      response: (request: Parameters<SendRequest>[0], call: number) => { status: number; body?: unknown } | undefined,
    ): SendRequest =>
    async (request, signal) => {
      const other = response(request, ++calls)
      if (!other) return scene.http.send(request, signal)
      const text = JSON.stringify(other.body ?? {})
      return { status: other.status, headers: {}, text, isUtf8: true, startedAt: Date.now(), ms: 1 }
    }
  let calls = 0
  beforeEach(() => {
    calls = 0
  })

  const made = async (name = `${prefix}a`): Promise<string> => {
    const id = await scene.createServer(name)
    scene.write({ event: 'created', id, url: scene.serverUrl(id), name })
    return id
  }

  test('refuses at first because something is under way: it is asked again', async () => {
    const id = await made()
    let refusals = 2
    const { leftovers } = await scene.clear(
      but(({ method }) => (method === 'DELETE' && refusals-- > 0 ? { status: 409 } : undefined)),
    )
    expect(leftovers).toEqual([])
    expect(await scene.status(scene.serverUrl(id))).toBe(404)
  })

  test('refuses for good: that is told with the line that removes it', async () => {
    const id = await made()
    let asked = 0
    const { leftovers } = await scene.clear(
      but(({ method }) => {
        if (method !== 'DELETE') return undefined
        asked++
        return { status: 403 }
      }),
    )
    expect(asked).toBe(1)
    expect(leftovers).toMatchObject([{ kind: 'server', id, name: `${prefix}a`, reason: 'DELETE answered 403' }])
    expect(leftovers[0]?.remove).toBe(`curl -sS -i -X DELETE -H "X-Auth-Token: $OS_TOKEN" '${scene.serverUrl(id)}'`)
    expect(scene.open).toMatchObject([{ id }])
  })

  test('keeps a server: keypairs go all the same', async () => {
    await made()
    await scene.createKeypair(`${prefix}key`)
    const { leftovers, removed } = await scene.clear(
      but(({ method, url }) => (method === 'DELETE' && /servers/.test(url) ? { status: 409 } : undefined)),
      1_500,
    )
    expect(leftovers.map(({ kind }) => kind)).toEqual(['server'])
    expect(removed.map(({ kind }) => kind)).toEqual(['keypair'])
  })

  test('accepts the removal and does nothing: that is told', async () => {
    await made()
    const { leftovers } = await scene.clear(
      but(({ method }) => (method === 'DELETE' ? { status: 204 } : undefined)),
      900,
    )
    expect(leftovers[0]?.reason).toMatch(/accepted for removal and is still there \((BUILD|ACTIVE)\)/)
  })

  test('goes on listing what is gone: it is not believed for ever', async () => {
    const ghost = { status: 200, body: { servers: [{ id: 'ghost', name: `${prefix}ghost` }] } }
    const { leftovers, removed } = await scene.clear(but(({ url }) => (/\/servers\?/.test(url) ? ghost : undefined)))
    expect(removed).toHaveLength(1)
    expect(leftovers).toMatchObject([{ id: 'ghost', reason: 'it is listed still, though it was removed' }])
  })

  test('lists without end, and ids that lead elsewhere', async () => {
    const page = (call: number) => ({
      status: 200,
      body: {
        servers: ['..', '', { a: 1 }, `s${call}`].map((id) => ({ id, name: `their-${prefix}` })),
        servers_links: [{ rel: 'next', href: 'http://127.0.0.1:1/' }],
      },
    })
    const urls: string[] = []
    const { unreadable } = await scene.clear(
      but(({ url }, call) => {
        urls.push(url)
        return /\/servers\?/.test(url) ? page(call) : undefined
      }),
    )
    expect(unreadable).toEqual([`GET ${scene.compute}/servers does not end`])
    expect(urls.filter((url) => !url.startsWith(scene.settings.url))).toEqual([])
  })

  test('cannot list: what is open stays open, and what is not known is told', async () => {
    scene.write({ event: 'intent', name: `${prefix}a` })
    const { leftovers, unreadable } = await scene.clear(
      but(({ url }) => (/\/servers\?/.test(url) ? { status: 500 } : undefined)),
    )
    expect(unreadable).toEqual([`GET ${scene.compute}/servers?name=conformance-testrun1- answered 500 without a list`])
    expect(leftovers).toMatchObject([{ id: 'unknown', name: `${prefix}a` }])
    expect(scene.open).toHaveLength(1)
  })

  test('does not answer any more: that ends soon, and everything is told', async () => {
    await made()
    let sent = 0
    const began = Date.now()
    const { leftovers } = await scene.clear(async () => {
      sent++
      throw new Error('connect ECONNREFUSED')
    }, 60_000)
    expect(Date.now() - began).toBeLessThan(10_000)
    expect(sent).toBeLessThanOrEqual(6)
    expect(leftovers).toMatchObject([{ reason: 'the target does not answer' }])
  })
})
