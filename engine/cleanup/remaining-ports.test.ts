import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SendRequest } from '#harness/core'
import { CleanupScene, prefix } from './cleanup.fixture.ts'

let scene: CleanupScene
beforeEach(async () => {
  scene = await CleanupScene.open()
  scene.settings = { ...scene.settings, timeouts: { ...scene.settings.timeouts, propagation: 200 } }
})
afterEach(() => scene.close())

/** Shows in the list that a port was made for a server. */
const madeFor =
  (port: string, server: string): SendRequest =>
  async (request, signal) => {
    const response = await scene.transport.send(request, signal)
    if (request.method !== 'GET' || !/\/ports$/.test(request.url)) return response
    const { ports }: { ports: { id: string }[] } = JSON.parse(response.text)
    const changed = ports.map((one) => (one.id === port ? { ...one, device_id: server } : one))
    return { ...response, text: JSON.stringify({ ports: changed }) }
  }

test.each([
  { whose: 'a server of the run that is gone', earlier: [], isDeleted: true },
  { whose: 'a gone server that existed before the run', earlier: ['s1'], isDeleted: false },
  { whose: 'a server that is not known to be of the run', earlier: undefined, isDeleted: false },
  { whose: 'a server of others', earlier: [], server: 's2', isDeleted: false },
])('a port of $whose: deleted $isDeleted', async ({ earlier, server = 's1', isDeleted }) => {
  const port = await scene.createPort('')
  const existing = JSON.stringify({ at: 1, event: 'existing', kind: 'server', ids: earlier ?? [] })
  scene.writeJournal(
    ...(earlier === undefined ? [] : [existing]),
    { event: 'created', id: 's1', url: scene.serverUrl('s1'), name: `${prefix}a` },
    { event: 'removed', url: scene.serverUrl('s1') },
  )

  const { removed, leftovers, unknownCreates } = await scene.cleanUp(madeFor(port, server))

  expect(removed).toMatchObject(isDeleted ? [{ kind: 'port', id: port, name: 's1' }] : [])
  expect({ leftovers, unknownCreates }).toEqual({ leftovers: [], unknownCreates: [] })
  expect(await scene.status(`${scene.settings.services.network}/v2.0/ports/${port}`)).toBe(isDeleted ? 404 : 200)
})
