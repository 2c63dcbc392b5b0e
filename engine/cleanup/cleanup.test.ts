import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { journalLines, removeJournal } from '#engine/journal'
import type { SendRequest } from '#harness/core'
import { findLeaks, readJournal } from '#results'
import { CleanupScene, prefix } from './cleanup.fixture.ts'
import { cleanUp } from './cleanup.ts'
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

  test('are deleted although the journal cannot be written', async () => {
    const id = await scene.createServer(`${prefix}a`)
    const journal = join(scene.settings.journal, 'none', 'journal.jsonl')
    const settings = { ...scene.settings, journal }
    const { removed, leftovers } = await cleanUp({ settings, send: scene.transport.send, timeoutMs: 5_000 })
    expect({ removed, leftovers }).toMatchObject({ removed: [{ id }], leftovers: [] })
    expect(await scene.status(scene.serverUrl(id))).toBe(404)
    expect(findLeaks(readJournal(journalLines(journal)))).toEqual([])
    expect(removeJournal(journal)).toBe(true)
    expect(journalLines(journal)).toEqual([])
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
    expect((await scene.cleanUp()).removed).toMatchObject([{ kind: 'server', id }])
    expect(scene.leaks).toEqual([])
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
      `The response to a create of the keypair "${prefix}k" has the id "theirs", whose name does not belong to the run: it was not deleted.`,
      `The response to a create of the server "${prefix}a" has the id "${id}", whose name does not belong to the run: it was not deleted.`,
    ])
    expect(await scene.status(scene.serverUrl(id))).toBe(200)
    expect(await scene.status(`${scene.compute}/os-keypairs/theirs`)).toBe(200)
    expect(scene.leaks).toEqual([])
  })

  test('are kept when the response to a create without a name has the id of another resource', async () => {
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
    const send: SendRequest = (request) => {
      urls.push(request.url)
      return scene.transport.send(request)
    }
    expect((await findLeftovers(scene.settings, send)).resources).toMatchObject([{ id: 's' }])
    const { leftovers } = await scene.cleanUp(send)
    expect(leftovers).toMatchObject([{ id: 's', reason: 'its URL is not on this target' }])
    expect(urls.filter((url) => !url.startsWith(scene.settings.url))).toEqual([])
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
