/** A server with nothing but what a request needs, from its creation to its deletion. */
import { type Answer, listsNot } from '#harness'
import { publicKeys } from './keys.ts'
import {
  ask,
  once,
  readUntil,
  removeServer,
  roomFor,
  type Sight,
  type Tools,
  volumesOf,
  watchCreated,
} from './situation.ts'

export interface MinimalServer {
  /** The name it was given. */
  readonly name: string
  /** The answer to the request without key_name. */
  readonly keyless: Answer
  /** The answer to the request that counts: without a key, or with one where it has to be. */
  readonly created: Answer
  /** Missing when the request was refused. */
  readonly life?: Life
}

export interface Life {
  readonly sight: Sight
  readonly volumes: Awaited<ReturnType<typeof volumesOf>>
  readonly removal: Awaited<ReturnType<typeof removeServer>>
  /** The answer to another deletion once it was away. */
  readonly again: Answer
  /** Both lists after the deletion, narrowed to the server's name and not; read until they leave it out. */
  readonly lists: readonly Answer[]
  /** A last look at the server after all that. */
  readonly finally: Answer
}

/** No groups, no zone, no metadata, no key unless it has to be: what the service chooses by itself shows. */
export const minimalServer = once(async (tools: Tools): Promise<MinimalServer> => {
  await roomFor(tools)
  const draft = tools.draft.server('minimal', { availability_zone: undefined })
  const name = String(draft.server['name'])
  const keyless = await ask(tools, draft)
  const created = keyless.succeeded ? keyless : await askWithKey(tools, draft.server)
  if (!created.succeeded || created.string('body/server/id') === undefined) return { name, keyless, created }
  return { name, keyless, created, life: await live(tools, created, name) }
})

async function askWithKey(tools: Tools, server: Readonly<Record<string, unknown>>): Promise<Answer> {
  const key = await tools.given.keypair({ public_key: publicKeys[0] })
  return ask(tools, { server: { ...server, key_name: key.name } })
}

async function live(tools: Tools, created: Answer, name: string): Promise<Life> {
  const { compute } = tools
  const sight = await watchCreated(tools, created)
  const volumes = await volumesOf(tools, sight)
  const removal = await removeServer(tools, sight.id)
  const again = await compute.call('deleteServer', { path: { serverId: sight.id } })
  const isAbsent = (answer: Answer) => listsNot('body/servers', 'id', sight.id)(answer) === undefined
  const lists: Answer[] = []
  const wanted = [
    ['listServers', { name }],
    ['listServersDetail', { name }],
    ['listServers', {}],
  ] as const
  for (const [operation, query] of wanted) {
    const reads = await readUntil(
      () => compute.call(operation, { query }),
      isAbsent,
      compute.session.settings.budgets.settle,
    )
    lists.push(reads.at(-1) ?? reads[0])
  }
  const last = await compute.call('showServer', { path: { serverId: sight.id } })
  return { sight, volumes, removal, again, lists, finally: last }
}
