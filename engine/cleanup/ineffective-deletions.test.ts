import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SendRequest } from '#harness/core'
import { CleanupScene, prefix } from './cleanup.fixture.ts'

let scene: CleanupScene
beforeEach(async () => {
  scene = await CleanupScene.open()
})
afterEach(() => scene.close())

/** Writes the journal of a run whose keypair, created at a URL, was deleted according to the target. */
const writeRemoved = (id: string, url: string): void =>
  scene.writeJournal(
    { event: 'intent', kind: 'keypair', name: id },
    { event: 'created', kind: 'keypair', id, url, name: id },
    { event: 'removed', kind: 'keypair', url },
  )

/** Cleans up at a target with this list of keypairs. Returns the names of the deleted ones. */
async function cleanUpWithList(text: string): Promise<readonly string[]> {
  const withList: SendRequest = async (request, signal) => {
    const response = await scene.transport.send(request, signal)
    return request.url.endsWith('/os-keypairs') ? { ...response, text } : response
  }
  const { removed } = await scene.cleanUp(withList)
  return removed.map(({ id }) => id).toSorted()
}

test('a keypair that is still shown is deleted where the list cannot be read', async () => {
  const name = `${prefix}key-1`
  await scene.createKeypair(name)
  const url = `${scene.compute}/os-keypairs/${name}`
  writeRemoved(name, url)

  expect(await cleanUpWithList('{"keypairs":{}}')).toEqual([name])
  expect(await scene.status(url)).toBe(404)
})

test('a keypair that is still shown is deleted where the list lacks another one, which was not deleted', async () => {
  const names = [`${prefix}key-1`, `${prefix}key-2`]
  for (const name of names) await scene.createKeypair(name)
  const [first, second] = names.map((name) => ({
    kind: 'keypair' as const,
    id: name,
    name,
    url: `${scene.compute}/os-keypairs/${name}`,
  }))
  scene.writeJournal(
    { ...first, event: 'created', ref: 1 },
    { ...first, event: 'removed', ref: 1 },
    { ...second, event: 'created', ref: 2 },
  )

  expect(await cleanUpWithList('{"keypairs":[]}')).toEqual(names)
})

test('keypairs of one name at two URLs are two resources', async () => {
  const name = `${prefix}key-1`
  await scene.createKeypair(name)
  const url = `${scene.compute}/os-keypairs/${name}`
  const foreignUrl = url.replace(scene.settings.tenant, 'other')
  scene.writeJournal(
    ...[url, foreignUrl].map((one, index) => ({
      event: 'created' as const,
      kind: 'keypair' as const,
      ref: index + 1,
      id: name,
      url: one,
      name,
    })),
  )
  const deleted: string[] = []
  const recording: SendRequest = async (request, signal) => {
    if (request.method === 'DELETE') deleted.push(request.url)
    const isForeign = request.url.startsWith(foreignUrl)
    const response = await scene.transport.send({ ...request, url: isForeign ? url : request.url }, signal)
    return isForeign ? { ...response, status: request.method === 'DELETE' ? 202 : 404 } : response
  }

  await scene.cleanUp(recording)

  expect(new Set(deleted)).toEqual(new Set([url, foreignUrl]))
})
