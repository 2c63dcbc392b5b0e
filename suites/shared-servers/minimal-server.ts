/** A server that is requested with the required fields only, from its creation to its deletion. */
import { type ApiResponse, lacksItem } from '#harness'
import { publicKeys } from '../support/keypairs.ts'
import {
  type DeletionObservation,
  deleteAndObserve,
  isDeletedOrNotFound,
  observeCreation,
  observeVolumes,
  requestServer,
  reserveForScenario,
  type ScenarioContext,
  type ServerObservation,
  sharedScenario,
  type VolumeObservation,
} from './scenario.ts'

interface MinimalServer {
  /** The requested name. */
  readonly name: string
  /** The response to the request without `key_name`. */
  readonly createdWithoutKey: ApiResponse
  /** The same response, or the response to a request with `key_name` if the target rejects one without. */
  readonly created: ApiResponse
  /** Undefined when both were rejected. */
  readonly lifecycle?: ObservedLifecycle
}

export interface ObservedLifecycle {
  readonly observation: ServerObservation
  readonly volumes: VolumeObservation
  readonly deletion: DeletionObservation
  /** The response to a second deletion, after the server was not found. */
  readonly secondDelete: ApiResponse
  /** Both lists filtered by the server's name, and one without a filter, each polled until it leaves out the server, unless it is still shown. */
  readonly listsAfterDelete: readonly ApiResponse[]
  /** showServer at the very end. */
  readonly shownAfterDelete: ApiResponse
}

/** Without groups, zone and metadata, and if possible without a key: so the target's own choices show. */
export const minimalServer = sharedScenario(async (ctx: ScenarioContext): Promise<MinimalServer> => {
  await reserveForScenario(ctx, 3)
  const request = ctx.build.server('minimal', { availability_zone: undefined, key_name: undefined })
  const name = String(request.server['name'])
  const createdWithoutKey = await requestServer(ctx, request)
  const created = createdWithoutKey.isSuccess ? createdWithoutKey : await requestWithKey(ctx, request.server)
  if (!created.isSuccess || created.string('body/server/id') === undefined) return { name, createdWithoutKey, created }
  return { name, createdWithoutKey, created, lifecycle: await observeLifecycle(ctx, created, name) }
})

async function requestWithKey(ctx: ScenarioContext, server: Readonly<Record<string, unknown>>): Promise<ApiResponse> {
  const key = await ctx.given.keypair({ public_key: publicKeys[0] })
  return requestServer(ctx, { server: { ...server, key_name: key.name } })
}

async function observeLifecycle(ctx: ScenarioContext, created: ApiResponse, name: string): Promise<ObservedLifecycle> {
  const { compute } = ctx
  const observation = await observeCreation(ctx, created)
  const path = { serverId: observation.id }
  const volumes = await observeVolumes(ctx, observation, 1)
  const deletion = await deleteAndObserve(ctx, observation.id)
  const secondDelete = await compute.call('deleteServer', { path })
  const lacksServer = lacksItem('body/servers', 'id', observation.id)
  const listsAfterDelete: ApiResponse[] = []
  for (const [operation, query] of [
    ['listServers', { name }],
    ['listServersDetail', { name }],
    ['listServers', {}],
  ] as const) {
    const { value } = await compute.poll(
      () => compute.call(operation, { query }),
      // A server that is still shown is not waited for in the lists.
      (list) => lacksServer(list) === undefined || !isDeletedOrNotFound(deletion.last),
      'propagation',
      'a deleted server in a list',
    )
    listsAfterDelete.push(value)
  }
  const shownAfterDelete = await compute.call('showServer', { path })
  return { observation, volumes, deletion, secondDelete, listsAfterDelete, shownAfterDelete }
}
