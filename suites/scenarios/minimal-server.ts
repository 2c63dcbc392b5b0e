/** A server with nothing but what a request needs, from its creation to its deletion. */
import { type ApiResponse, lacksItem } from '#harness'
import { publicKeys } from '../support/ssh-keys.ts'
import {
  deleteAndObserve,
  observeCreation,
  pollAll,
  requestServer,
  reserveForScenario,
  type ScenarioContext,
  type ServerObservation,
  sharedScenario,
  volumesOf,
} from './scenario.ts'

export interface MinimalServer {
  /** The name it was given. */
  readonly name: string
  /** The answer to the request without key_name. */
  readonly keyless: ApiResponse
  /** The answer to the request that counts: without a key, or with one where it has to be. */
  readonly created: ApiResponse
  /** Missing when the request was refused. */
  readonly life?: ObservedLifecycle
}

export interface ObservedLifecycle {
  readonly sight: ServerObservation
  readonly volumes: Awaited<ReturnType<typeof volumesOf>>
  readonly removal: Awaited<ReturnType<typeof deleteAndObserve>>
  /** The answer to another deletion once it was away. */
  readonly again: ApiResponse
  /** Both lists after the deletion, narrowed to the server's name and not; read until they leave it out. */
  readonly lists: readonly ApiResponse[]
  /** A last look at the server after all that. */
  readonly finally: ApiResponse
}

/** No groups, no zone, no metadata, no key unless it has to be: what the service chooses by itself shows. */
export const minimalServer = sharedScenario(async (tools: ScenarioContext): Promise<MinimalServer> => {
  await reserveForScenario(tools)
  const build = tools.build.server('minimal', { availability_zone: undefined })
  const name = String(build.server['name'])
  const keyless = await requestServer(tools, build)
  const created = keyless.isSuccess ? keyless : await askWithKey(tools, build.server)
  if (!created.isSuccess || created.string('body/server/id') === undefined) return { name, keyless, created }
  return { name, keyless, created, life: await live(tools, created, name) }
})

async function askWithKey(tools: ScenarioContext, server: Readonly<Record<string, unknown>>): Promise<ApiResponse> {
  const key = await tools.given.keypair({ public_key: publicKeys[0] })
  return requestServer(tools, { server: { ...server, key_name: key.name } })
}

async function live(tools: ScenarioContext, created: ApiResponse, name: string): Promise<ObservedLifecycle> {
  const { compute } = tools
  const sight = await observeCreation(tools, created)
  const volumes = await volumesOf(tools, sight)
  const removal = await deleteAndObserve(tools, sight.id)
  const again = await compute.call('deleteServer', { path: { serverId: sight.id } })
  const isAbsent = (response: ApiResponse) => lacksItem('body/servers', 'id', sight.id)(response) === undefined
  const lists: ApiResponse[] = []
  const wanted = [
    ['listServers', { name }],
    ['listServersDetail', { name }],
    ['listServers', {}],
  ] as const
  for (const [operation, query] of wanted) {
    const reads = await pollAll(
      () => compute.call(operation, { query }),
      isAbsent,
      compute.run.settings.timeouts.propagation,
    )
    lists.push(reads.at(-1) ?? reads[0])
  }
  const last = await compute.call('showServer', { path: { serverId: sight.id } })
  return { sight, volumes, removal, again, lists, finally: last }
}
