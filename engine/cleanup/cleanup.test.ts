import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { journalLines } from '#engine/journal'
import { CleanupScene, prefix } from './cleanup.fixture.ts'
import { findLeftovers } from './find-leftovers.ts'

let scene: CleanupScene
beforeEach(async () => {
  scene = await CleanupScene.open()
})
afterEach(() => scene.close())

describe('resources in the journal', () => {
  test('are deleted and recorded as removed', async () => {
    const id = await scene.createServer(`${prefix}a`)
    scene.writeJournal(
      { event: 'intent', name: `${prefix}a` },
      { event: 'created', id, url: scene.serverUrl(id), name: `${prefix}a` },
    )
    const { removed, leftovers } = await scene.cleanUp()
    expect(removed).toMatchObject([{ kind: 'server', id, name: `${prefix}a` }])
    expect(leftovers).toEqual([])
    expect(await scene.status(scene.serverUrl(id))).toBe(404)
    expect(scene.leaks).toEqual([])
  })

  test('are deleted although the last line is incomplete', async () => {
    const id = await scene.createServer(`${prefix}a`)
    scene.writeJournal({ event: 'created', id, url: scene.serverUrl(id), name: `${prefix}a` }, '{"at":5,"event":"crea')
    await scene.cleanUp()
    expect(await scene.status(scene.serverUrl(id))).toBe(404)
    expect(scene.leaks).toEqual([])
  })

  test('are deleted after they were given another name of the run', async () => {
    const id = await scene.createServer(`${prefix}renamed-2`)
    scene.writeJournal({ event: 'created', id, url: scene.serverUrl(id), name: `${prefix}a` })
    expect((await scene.cleanUp()).leftovers).toEqual([])
  })

  test('are recorded as removed for every create whose response named them', async () => {
    await scene.createKeypair(`${prefix}k`)
    const url = `${scene.compute}/os-keypairs/${prefix}k`
    const create = { event: 'created', kind: 'keypair', id: `${prefix}k`, url, name: `${prefix}k` } as const
    scene.writeJournal(...[1, 2, 3, 4, 5, 6].map((ref) => ({ ...create, ref })))
    const { removed, leftovers } = await scene.cleanUp()
    expect(removed).toHaveLength(1)
    expect(leftovers).toEqual([])
    expect(scene.leaks).toEqual([])
  })

  test('are recognized by their requested name when it has no prefix', async () => {
    const id = await scene.createServer('conformance-win')
    scene.writeJournal({ event: 'created', id, url: scene.serverUrl(id), name: 'conformance-win' })
    expect((await scene.cleanUp()).removed).toHaveLength(1)
  })

  test('are kept when their name does not belong to the run, even if a response named them as created', async () => {
    const id = await scene.createServer('production')
    await scene.createKeypair('theirs')
    scene.writeJournal(
      { event: 'created', id, url: scene.serverUrl(id), name: `${prefix}a` },
      {
        event: 'created',
        kind: 'keypair',
        ref: 2,
        id: 'theirs',
        url: `${scene.compute}/os-keypairs/theirs`,
        name: `${prefix}k`,
      },
    )
    const { leftovers, unknownCreates } = await scene.cleanUp()
    expect(leftovers).toEqual([])
    expect(unknownCreates.toSorted()).toEqual([
      `A create of a keypair "${prefix}k" was answered with the id "theirs", whose name does not belong to the run: it was not deleted.`,
      `A create of a server "${prefix}a" was answered with the id "${id}", whose name does not belong to the run: it was not deleted.`,
    ])
    expect(await scene.status(scene.serverUrl(id))).toBe(200)
    expect(await scene.status(`${scene.compute}/os-keypairs/theirs`)).toBe(200)
    expect(scene.leaks).toEqual([])
  })

  test('are kept when a create without a name was answered with somebody else’s id', async () => {
    const id = await scene.createServer('production')
    scene.writeJournal({ event: 'created', id, url: scene.serverUrl(id), name: '' })
    const { leftovers, removed } = await scene.cleanUp()
    expect({ leftovers, removed }).toEqual({ leftovers: [], removed: [] })
    expect(await scene.status(scene.serverUrl(id))).toBe(200)
  })

  test('are kept when they existed before the run, whatever their name is now', async () => {
    const id = await scene.createServer(`${prefix}renamed-by-the-target`)
    await scene.createKeypair(`${prefix}earlier`)
    scene.writeJournal(
      JSON.stringify({ at: 1, event: 'existing', kind: 'server', ids: [id] }),
      JSON.stringify({ at: 1, event: 'existing', kind: 'keypair', ids: [`${prefix}earlier`] }),
      { event: 'created', id, url: scene.serverUrl(id), name: `${prefix}a` },
    )
    const { leftovers, removed } = await scene.cleanUp()
    expect({ leftovers, removed }).toEqual({ leftovers: [], removed: [] })
    expect(await scene.status(scene.serverUrl(id))).toBe(200)
    expect(await scene.status(`${scene.compute}/os-keypairs/${prefix}earlier`)).toBe(200)
  })

  test('are deleted under whatever name when the target did not have them before the run', async () => {
    const id = await scene.createServer('a name that the target chose')
    scene.writeJournal(JSON.stringify({ at: 1, event: 'existing', kind: 'server', ids: ['another'] }), {
      event: 'created',
      id,
      url: scene.serverUrl(id),
      name: '',
    })
    expect((await scene.cleanUp()).removed).toMatchObject([{ id }])
    expect(await scene.status(scene.serverUrl(id))).toBe(404)
  })

  test('are not requested at a URL of another target', async () => {
    const url = 'http://127.0.0.1:1/v2/t/servers/s'
    scene.writeJournal({ event: 'created', id: 's', url, name: `${prefix}a` })
    const urls: string[] = []
    const { leftovers } = await scene.cleanUp((request) => {
      urls.push(request.url)
      return scene.transport.send(request)
    })
    expect(leftovers).toMatchObject([{ id: 's', reason: 'its URL is not on this target' }])
    expect(urls.filter((url) => !url.startsWith(scene.settings.url))).toEqual([])
  })
})

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
    expect(await scene.cleanUp()).toEqual({ removed: [], leftovers: [], unreadable: [], unknownCreates: [] })
    expect(scene.leaks).toEqual([])
  })

  test('are reported as unknown when their requested name has no prefix to search for', async () => {
    scene.writeJournal({ event: 'intent', name: '' }, { event: 'intent', ref: 2, name: 'conformance-win' })
    const { leftovers, unknownCreates } = await scene.cleanUp()
    expect(leftovers).toEqual([])
    expect(unknownCreates).toEqual([
      'It is unknown whether a server without a name was created: no response to the request names it.',
      'It is unknown whether a server "conformance-win" was created: no response to the request names it.',
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

test('findLeftovers returns the resources that a cleanup would delete, and changes nothing', async () => {
  const id = await scene.createServer(`${prefix}a`)
  await scene.createKeypair(`${prefix}k`)
  scene.writeJournal({ event: 'created', id, url: scene.serverUrl(id), name: `${prefix}a` })
  const lines = journalLines(scene.settings.journal)
  const methods: string[] = []
  const { resources, unreadable } = await findLeftovers(scene.settings, (request) => {
    methods.push(request.method)
    return scene.transport.send(request)
  })
  expect(resources.map(({ kind, name }) => `${kind} ${name}`)).toEqual([`server ${prefix}a`, `keypair ${prefix}k`])
  expect(unreadable).toEqual([])
  expect(new Set(methods)).toEqual(new Set(['GET']))
  expect(journalLines(scene.settings.journal)).toEqual(lines)
})
