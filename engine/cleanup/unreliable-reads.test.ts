import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CleanupScene, prefix } from './cleanup.fixture.ts'

let scene: CleanupScene
beforeEach(async () => {
  scene = await CleanupScene.open()
})
afterEach(() => scene.close())

describe('a target whose reads cannot be relied on', () => {
  test('has a gateway that sends a page in place of each 404: what was deleted does not count as left behind', async () => {
    const id = await scene.createJournaled()
    let isDeleted = false
    const { leftovers } = await scene.cleanUp(
      scene.override(({ method, url }) => {
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
      scene.override((request) => {
        if (request.method !== 'GET' || !request.url.includes('/os-keypairs')) return undefined
        const isList = request.url.endsWith('/os-keypairs')
        return { status: 200, headers, body: isList ? { keypairs: [{ keypair: { name } }] } : { keypair: { name } } }
      }),
    )
    expect(leftovers).toEqual([])
    expect(await scene.status(url)).toBe(404)
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
      scene.override(({ url }, call) => {
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
      scene.override(({ url }) => (/\/servers(\/detail)?(\?|$)/.test(url) ? { status: 500 } : undefined)),
    )
    expect(unreadable).toEqual([`GET ${scene.compute}/servers?name=conformance-testrun1- returned 500 without a list`])
    expect(leftovers).toMatchObject([{ id: 'unknown', name: `${prefix}a` }])
    expect(scene.leaks).toHaveLength(1)
  })

  test('cannot send the list of servers: the detailed list shows what is left', async () => {
    scene.writeJournal({ event: 'intent', name: `${prefix}a` })
    const id = await scene.createServer(`${prefix}b`)
    const { leftovers, removed, unreadable } = await scene.cleanUp(
      scene.override(({ url }) => (/\/servers(\?|$)/.test(url) ? { status: 200, body: { servers: {} } } : undefined)),
    )
    expect({ leftovers, unreadable }).toEqual({ leftovers: [], unreadable: [] })
    expect(removed).toMatchObject([{ id }])
  })

  test('has no names in the list of servers: the detailed list shows what is left', async () => {
    scene.writeJournal({ event: 'intent', name: `${prefix}b` })
    const id = await scene.createServer(`${prefix}b`)
    const servers = [{ id }]
    const { leftovers, removed } = await scene.cleanUp(
      scene.override(({ url }) => (/\/servers(\?|$)/.test(url) ? { status: 200, body: { servers } } : undefined)),
    )
    expect(leftovers).toEqual([])
    expect(removed).toMatchObject([{ id, name: `${prefix}b` }])
  })

  test('cannot filter a list: the whole list shows that nothing is left', async () => {
    scene.writeJournal({ event: 'intent', name: `${prefix}a` })
    const { leftovers, unreadable } = await scene.cleanUp(
      scene.override(({ url }) => (/\/servers\?/.test(url) ? { status: 500 } : undefined)),
    )
    expect({ leftovers, unreadable }).toEqual({ leftovers: [], unreadable: [] })
  })
})
