import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { journalLines } from '../journal/file.ts'
import { prefix, CleanupScene } from './cleanup.fixture.ts'
import { findLeftovers } from './find-leftovers.ts'

let scene: CleanupScene
beforeEach(async () => {
  scene = await CleanupScene.open()
})
afterEach(() => scene.close())

describe('by the journal', () => {
  test('what was made is removed, and noted as gone', async () => {
    const id = await scene.createServer(`${prefix}a`)
    scene.write(
      { event: 'intent', name: `${prefix}a` },
      { event: 'created', id, url: scene.serverUrl(id), name: `${prefix}a` },
    )
    const { removed, leftovers } = await scene.clear()
    expect(removed).toMatchObject([{ kind: 'server', id, name: `${prefix}a` }])
    expect(leftovers).toEqual([])
    expect(await scene.status(scene.serverUrl(id))).toBe(404)
    expect(scene.open).toEqual([])
  })

  test('a half-written last line hides nothing', async () => {
    const id = await scene.createServer(`${prefix}a`)
    scene.write({ event: 'created', id, url: scene.serverUrl(id), name: `${prefix}a` }, '{"at":5,"event":"crea')
    await scene.clear()
    expect(await scene.status(scene.serverUrl(id))).toBe(404)
    expect(scene.open).toEqual([])
  })

  test('a server that has had another name of the run since is its own still', async () => {
    const id = await scene.createServer(`${prefix}renamed-2`)
    scene.write({ event: 'created', id, url: scene.serverUrl(id), name: `${prefix}a` })
    expect((await scene.clear()).leftovers).toEqual([])
  })

  test('a server that was asked for without a name is known by what was asked', async () => {
    const id = await scene.createServer('conformance-win')
    scene.write({ event: 'created', id, url: scene.serverUrl(id), name: 'conformance-win' })
    expect((await scene.clear()).removed).toHaveLength(1)
  })

  test('what bears no name of the run is not touched, even when a target named it as made', async () => {
    const id = await scene.createServer('production')
    await scene.createKeypair('theirs')
    scene.write(
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
    const { leftovers } = await scene.clear()
    expect(leftovers.map(({ reason }) => reason)).toEqual(Array(2).fill('it bears no name of the run and was not touched'))
    expect(await scene.status(scene.serverUrl(id))).toBe(200)
    expect(await scene.status(`${scene.compute}/os-keypairs/theirs`)).toBe(200)
    expect(scene.open).toHaveLength(2)
  })

  test('an address at another target is not asked', async () => {
    const url = 'http://127.0.0.1:1/v2/t/servers/s'
    scene.write({ event: 'created', id: 's', url, name: `${prefix}a` })
    const asked: string[] = []
    const { leftovers } = await scene.clear((request) => {
      asked.push(request.url)
      return scene.http.send(request)
    })
    expect(leftovers).toMatchObject([{ id: 's', reason: 'its address is not one of this target' }])
    expect(asked.filter((one) => !one.startsWith(scene.settings.url))).toEqual([])
  })
})

describe('by the names of what is there', () => {
  test('everything of the run goes, the servers first, and nothing else', async () => {
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
    await scene.ask('POST', `${scene.serverUrl(id)}/action`, { createImage: { name: `${prefix}image-1` } })
    await pause(100)
    await scene.createServer(`${prefix}still-building`)

    const { removed, leftovers, unreadable } = await scene.clear()
    expect({ left, unread }).toEqual({ left: [], unread: [] })
    const kinds = removed.map(({ kind }) => kind)
    expect(kinds.slice(0, 3)).toEqual(['server', 'server', 'server'])
    expect(kinds.slice(3).sort()).toEqual(['image', 'keypair', 'port', 'volume'])
    expect(await scene.inventory()).toEqual(before)
  })

  test('a volume that Nova named after a server of the run goes, though the server is gone', async () => {
    const volume = await scene.createVolume('11111111-2222-blank-vol')
    const theirs = await scene.createVolume('99999999-2222-blank-vol')
    scene.write(
      { event: 'created', id: '11111111-2222', url: scene.serverUrl('11111111-2222'), name: `${prefix}a` },
      { event: 'removed', url: scene.serverUrl('11111111-2222') },
    )
    expect((await scene.clear()).removed).toMatchObject([{ kind: 'volume', id: volume }])
    expect(await scene.status(`${scene.settings.services.blockStorage}/volumes/${theirs}`)).toBe(200)
  })

  test('a create that was on its way when its sender died is waited for', async () => {
    // As if it had been sent later: it is waited for as long from then on, which a busy machine needs.
    scene.write({ event: 'intent', at: Date.now() + 3_000, name: `${prefix}late` })
    const late = new Promise<string>((resolve) => setTimeout(() => resolve(scene.createServer(`${prefix}late`)), 100))
    const { removed } = await scene.clear()
    expect(removed).toMatchObject([{ ref: 1, id: await late }])
    expect(scene.open).toEqual([])
  })

  test('one that came to nothing is closed', async () => {
    scene.write({ event: 'intent', name: `${prefix}never` })
    expect(await scene.clear()).toEqual({ removed: [], left: [], unread: [], unsure: [] })
    expect(scene.open).toEqual([])
  })

  test('one without a name of the run cannot be looked for, which is told', async () => {
    scene.write({ event: 'intent', name: '' }, { event: 'intent', ref: 2, name: 'conformance-win' })
    const { leftovers, unknown } = await scene.clear()
    expect(leftovers).toEqual([])
    expect(unknown).toEqual([
      'Whether a server without a name was made is not known: its create was not answered.',
      'Whether a server "conformance-win" was made is not known: its create was not answered.',
    ])
  })

  test('images go by way of Nova where there is no image service', async () => {
    scene.settings = { ...scene.settings, services: {} }
    const images = new Map([
      ['i1', `${prefix}image`],
      ['i2', 'theirs'],
    ])
    const { removed, leftovers } = await scene.clear(async (request) => {
      const [, id = ''] = /\/images\/?(.*)$/.exec(request.url) ?? []
      if (!request.url.startsWith(`${scene.compute}/images`)) return scene.http.send(request)
      const name = images.get(id)
      if (request.method === 'DELETE') images.delete(id)
      const body =
        id === ''
          ? { images: [...images].map(([key, called]) => ({ id: key, name: called })) }
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

  test('a list of several pages is read to its end', async () => {
    const names = Array.from({ length: 5 }, (_, at) => `${prefix}page-${at}`)
    await Promise.all(names.map((name) => scene.createServer(name)))
    const { removed } = await scene.clear((request) => {
      const isList = request.method === 'GET' && /\/servers\?/.test(request.url)
      return scene.http.send(isList ? { ...request, url: `${request.url}&limit=2` } : request)
    })
    expect(removed.map(({ name }) => name).sort()).toEqual(names)
  })
})

test('a preview names the same and changes nothing', async () => {
  const id = await scene.createServer(`${prefix}a`)
  await scene.createKeypair(`${prefix}k`)
  scene.write({ event: 'created', id, url: scene.serverUrl(id), name: `${prefix}a` })
  const lines = journalLines(scene.settings.journal)
  const methods: string[] = []
  const { resources, unreadable } = await findLeftovers(scene.settings, (request) => {
    methods.push(request.method)
    return scene.http.send(request)
  })
  expect(resources.map(({ kind, name }) => `${kind} ${name}`)).toEqual([`server ${prefix}a`, `keypair ${prefix}k`])
  expect(unreadable).toEqual([])
  expect(new Set(methods)).toEqual(new Set(['GET']))
  expect(journalLines(scene.settings.journal)).toEqual(lines)
})
