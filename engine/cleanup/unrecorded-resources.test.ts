import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CleanupScene, prefix } from './cleanup.fixture.ts'

let scene: CleanupScene
beforeEach(async () => {
  scene = await CleanupScene.open()
})
afterEach(() => scene.close())

describe('resources without an entry in the journal', () => {
  test('are deleted by the name prefix of the run, servers first, and no others', async () => {
    await scene.createPort('their port')
    await scene.createVolume('their volume')
    await scene.createKeypair('conformance-testrun12-key-1')
    for (const name of ['production', 'conformance-testrun1', 'conformance-testrun12-a', 'x-conformance-testrun1-b'])
      await scene.createServer(name)
    await pause(200)
    const before = await scene.inventory()

    await scene.createKeypair(`${prefix}key-1`)
    await scene.createVolume(`${prefix}volume-1`)
    const port = await scene.createPort(`${prefix}port-1`)
    const id = await scene.createServer(`${prefix}b`, [{ port }])
    await scene.createServer(`${prefix}c`)
    await pause(100)
    await scene.request('POST', `${scene.serverUrl(id)}/action`, { createImage: { name: `${prefix}image-1` } })
    await pause(100)
    await scene.createServer(`${prefix}still-building`)

    const { removed, leftovers, unreadable } = await scene.cleanUp()
    expect({ leftovers, unreadable }).toEqual({ leftovers: [], unreadable: [] })
    const kinds = removed.map(({ kind }) => kind)
    const mayBeInUse = kinds.filter((kind) => kind !== 'keypair')
    expect(mayBeInUse.slice(0, 3)).toEqual(['server', 'server', 'server'])
    expect(mayBeInUse.slice(3).sort()).toEqual(['image', 'port', 'volume'])
    expect(await scene.inventory()).toEqual(before)
  })

  test.each([
    ['2026-05', ['server-group'], 404],
    ['2020-03', [], 200],
  ] as const)('include server groups where the edition has them (%s)', async (edition, kinds, status) => {
    scene.settings = { ...scene.settings, edition }
    const others = await scene.createServerGroup('production')
    const own = await scene.createServerGroup(`${prefix}group-1`)

    const { removed, leftovers, unreadable } = await scene.cleanUp()

    expect({ leftovers, unreadable }).toEqual({ leftovers: [], unreadable: [] })
    expect(removed.map(({ kind }) => kind)).toEqual(kinds)
    const statusOf = (id: string) => scene.status(`${scene.compute}/os-server-groups/${id}`)
    expect([await statusOf(own), await statusOf(others)]).toEqual([status, 200])
  })

  test('include a server group of the journal whose create got no response, in any edition', async () => {
    scene.writeJournal({ event: 'intent', kind: 'server-group', name: `${prefix}group-1` })
    const id = await scene.createServerGroup(`${prefix}group-1`)
    expect((await scene.cleanUp()).removed).toMatchObject([{ kind: 'server-group', id }])
  })

  test('include a volume that Nova named after a deleted server of the run', async () => {
    const volume = await scene.createVolume('11111111-2222-blank-vol')
    const theirs = await scene.createVolume('99999999-2222-blank-vol')
    scene.writeJournal(
      { event: 'created', id: '11111111-2222', url: scene.serverUrl('11111111-2222'), name: `${prefix}a` },
      { event: 'removed', url: scene.serverUrl('11111111-2222') },
    )
    expect((await scene.cleanUp()).removed).toMatchObject([{ kind: 'volume', id: volume }])
    expect(await scene.status(`${scene.settings.services.blockStorage}/volumes/${theirs}`)).toBe(200)
  })

  test('include one whose create takes effect only later', async () => {
    // An intent in the future is waited for longer, which a busy machine needs.
    scene.writeJournal({ event: 'intent', at: Date.now() + 3_000, name: `${prefix}late` })
    const late = new Promise<string>((resolve) => setTimeout(() => resolve(scene.createServer(`${prefix}late`)), 100))
    const { removed } = await scene.cleanUp()
    expect(removed).toMatchObject([{ ref: 1, id: await late }])
    expect(scene.leaks).toEqual([])
  })

  test('are recorded as rejected when the create had no effect', async () => {
    scene.writeJournal({ event: 'intent', name: `${prefix}never` })
    expect(await scene.cleanUp()).toEqual({
      removed: [],
      leftovers: [],
      keptVolumes: [],
      unreadable: [],
      unknownCreates: [],
    })
    expect(scene.leaks).toEqual([])
  })

  test('are reported as unknown when their requested name has no prefix to search for', async () => {
    scene.writeJournal({ event: 'intent', name: '' }, { event: 'intent', ref: 2, name: 'conformance-win' })
    const { leftovers, unknownCreates } = await scene.cleanUp()
    expect(leftovers).toEqual([])
    expect(unknownCreates).toEqual([
      'It is unknown whether the server without a name was created: no response to the request names it.',
      'It is unknown whether the server "conformance-win" was created: no response to the request names it.',
    ])
  })

  test('include images of Nova’s proxy where there is no image service', async () => {
    scene.settings = { ...scene.settings, services: {} }
    const images = new Map([
      ['i1', `${prefix}image`],
      ['i2', 'theirs'],
    ])
    const { removed, leftovers } = await scene.cleanUp(async (request) => {
      const [, id = ''] = /\/images\/?(.*)$/.exec(request.url) ?? []
      if (!request.url.startsWith(`${scene.compute}/images`)) return scene.transport.send(request)
      const name = images.get(id)
      if (request.method === 'DELETE') images.delete(id)
      const body =
        id === ''
          ? { images: [...images].map(([imageId, imageName]) => ({ id: imageId, name: imageName })) }
          : { image: { id, name } }
      const text = JSON.stringify(body)
      return {
        status: id !== '' && name === undefined ? 404 : 200,
        headers: {},
        text,
        isUtf8: true,
        startedAt: 1,
        ms: 1,
      }
    })
    expect(leftovers).toEqual([])
    expect(removed).toMatchObject([{ kind: 'image', id: 'i1' }])
    expect([...images.keys()]).toEqual(['i2'])
  })

  test('are found on all pages of a list', async () => {
    const names = Array.from({ length: 5 }, (_, at) => `${prefix}page-${at}`)
    await Promise.all(names.map((name) => scene.createServer(name)))
    const { removed } = await scene.cleanUp((request) => {
      const isList = request.method === 'GET' && /\/servers\?/.test(request.url)
      return scene.transport.send(isList ? { ...request, url: `${request.url}&limit=2` } : request)
    })
    expect(removed.map(({ name }) => name).sort()).toEqual(names)
  })
})
