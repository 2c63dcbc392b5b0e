import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SendRequest } from '#harness/core'
import { CleanupScene } from './cleanup.fixture.ts'
import { cleanupViolations } from './cleanup-violations.ts'

let scene: CleanupScene
beforeEach(async () => {
  scene = await CleanupScene.open()
  scene.settings = { ...scene.settings, timeouts: { ...scene.settings.timeouts, propagation: 200 } }
})
afterEach(() => scene.close())

/** Shows the volume as being deleted. */
const deleting =
  (volume: string): SendRequest =>
  async (request, signal) => {
    const response = await scene.transport.send(request, signal)
    if (request.method !== 'GET' || !request.url.endsWith(volume) || response.status !== 200) return response
    return { ...response, text: response.text.replace(/"status":"[^"]*"/, '"status":"deleting"') }
  }

test.each([
  { why: 'was to be deleted with its server', deletedWithServer: true, isAccused: true },
  { why: 'was not said to be deleted with its server', deletedWithServer: false, isAccused: false },
  { why: 'is being deleted', deletedWithServer: true, isDeleting: true, isAccused: false },
])('a volume of a deleted server that $why: violation $isAccused', async (given) => {
  const volume = await scene.createVolume('')
  const note = (event: string, ids: readonly string[], more = {}) =>
    JSON.stringify({ at: 1, event, kind: 'volume', ids, ...more })
  const { deletedWithServer } = given
  scene.writeJournal(note('existing', []), note('server-volumes', [volume], { deletedWithServer }))

  const result = await scene.cleanUp(given.isDeleting ? deleting(volume) : scene.transport.send)

  const violated = cleanupViolations(result).flatMap(({ evidence }) => evidence.assertions)
  expect(violated.map(({ requirement }) => requirement)).toEqual(
    given.isAccused ? ['servers.create.delete-on-termination'] : [],
  )
  expect(await scene.status(`${scene.settings.services.blockStorage}/volumes/${volume}`)).toBe(404)
})
