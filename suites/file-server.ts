/** A server with a file injected, and its root on the host where the target has flavors for that. */
import type { Answer } from '#harness'
import { ask, once, removeServer, roomFor, type Sight, type Tools, volumesOf, watchCreated } from './situation.ts'

export interface FileServer {
  /** The key that the target reads a file's contents from; missing when it takes no files. */
  readonly key?: 'content' | 'contents'
  /** The answer to the document's spelling, when neither was accepted. */
  readonly refusal?: Answer
  readonly created: Answer
  /** Missing when not even a server without files was accepted. */
  readonly sight?: Sight
  readonly volumes?: Awaited<ReturnType<typeof volumesOf>>
  /** How it was deleted after it had been put into ERROR; only where the target gives a way there. */
  readonly removal?: Awaited<ReturnType<typeof removeServer>>
}

/** `hello` */
const contents = 'aGVsbG8='

export const fileServer = once(async (tools: Tools): Promise<FileServer> => {
  await roomFor(tools)
  const kind = tools.compute.session.settings.capabilities.includes('localFlavor') ? 'local' : 'ordinary'
  const request = (change: Readonly<Record<string, unknown>>) => ask(tools, tools.draft.server('files', change, kind))
  let refusal: Answer | undefined
  for (const key of ['content', 'contents'] as const) {
    const created = await request({ personality: [{ path: '/etc/conformance', [key]: contents }] })
    if (created.succeeded) return { key, created, ...(await look(tools, created)) }
    refusal ??= created
  }
  const created = await request({})
  return { ...(refusal && { refusal }), created, ...(created.succeeded ? await look(tools, created) : {}) }
})

async function look(tools: Tools, created: Answer) {
  const sight = await watchCreated(tools, created)
  const volumes = await volumesOf(tools, sight)
  if (!tools.compute.session.settings.capabilities.includes('anyState')) return { sight, volumes }
  await tools.given.standing(sight, 'ERROR')
  return { sight, volumes, removal: await removeServer(tools, sight.id) }
}
