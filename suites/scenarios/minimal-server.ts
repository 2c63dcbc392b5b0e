/** A server that is requested with the required fields only, from its creation to its deletion. */
import { type ApiResponse, createdServerId, isAccepted, lacksItem } from '#harness'
import { publicKeys } from '../support/keypairs.ts'
import { orNone } from '../support/or-none.ts'
import {
  assumeActive,
  type DeletionObservation,
  deleteAndObserve,
  isNotFound,
  type JsonFields,
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
  /** The last request; `created` is its response. */
  readonly request: JsonFields
  /** The response to the request without `key_name`. */
  readonly createdWithoutKey: ApiResponse
  /** The same response, or the response to a request with `key_name` and zone if the target rejects one without. */
  readonly created: ApiResponse
  /** Undefined when both were rejected. */
  readonly lifecycle?: ObservedLifecycle
}

export interface ObservedLifecycle {
  readonly observation: ServerObservation
  readonly volumes: VolumeObservation
  /** Rejected where the deletion could not be observed, which leaves nothing undecided but what is about it. */
  readonly removal: Promise<ObservedRemoval>
}

interface ObservedRemoval {
  readonly deletion: DeletionObservation
  /** Responses to calls about the deleted server: a second deletion, and others if it was no longer shown. */
  readonly laterCalls: readonly ApiResponse[]
  /**
   * Both lists filtered by the server's name, and one without a filter, each polled until it leaves out the server, unless showServer
   * still has it. One that gets no response is missing: the others say what the deletion did.
   */
  readonly listsAfterDelete: readonly ApiResponse[]
  /** showServer at the very end. */
  readonly shownAfterDelete: ApiResponse
}

interface RequestedServer extends Pick<MinimalServer, 'request' | 'createdWithoutKey' | 'created'> {}

/** Without groups, zone and metadata, and if possible without a key: so the target's own choices show. */
export const minimalServer = sharedScenario(async (ctx: ScenarioContext): Promise<MinimalServer> => {
  await reserveForScenario(ctx, 3)
  const requested = await requestMinimal(ctx)
  const { created, request } = requested
  if (!created.isSuccess || createdServerId(ctx.compute.run, created) === undefined) return requested
  return { ...requested, lifecycle: await observeLifecycle(ctx, created, String(request['name'])) }
})

/** Adds what a target may demand, the key first and then the zone, until it accepts the request. */
async function requestMinimal(ctx: ScenarioContext): Promise<RequestedServer> {
  const { server } = ctx.build.server('minimal', { key_name: undefined })
  const { availability_zone, ...withoutZone } = server
  const result = await requestWithOrWithoutKey(ctx, withoutZone)
  if (isAccepted(result.created) || availability_zone === undefined) return result
  const withZone = await requestWithOrWithoutKey(ctx, server)
  return isAccepted(withZone.created) ? withZone : result
}

async function requestWithOrWithoutKey(ctx: ScenarioContext, server: JsonFields): Promise<RequestedServer> {
  const createdWithoutKey = await requestServer(ctx, { server })
  if (isAccepted(createdWithoutKey)) return { request: server, createdWithoutKey, created: createdWithoutKey }
  const key = await orNone(ctx.given.keypair({ public_key: publicKeys[0] }))
  if (key === undefined) return { request: server, createdWithoutKey, created: createdWithoutKey }
  const request = { ...server, key_name: key.name }
  return { request, createdWithoutKey, created: await requestServer(ctx, { server: request }) }
}

interface ServerWithout {
  readonly created: ApiResponse
  /** The target demanded the property of the minimal server. */
  readonly isDemanded: boolean
  observe(): Promise<ServerObservation>
}

/**
 * The observation of the minimal server or, where the target demanded the property of it, of a server that is requested with all that
 * the target demands but this.
 */
export async function serverWithout(
  ctx: ScenarioContext,
  property: 'security_groups' | 'availability_zone',
): Promise<ServerWithout> {
  const { request, created, lifecycle } = await minimalServer(ctx)
  if (!created.isSuccess || !(property in request))
    return { created, isDemanded: false, observe: async () => assumeActive(lifecycle?.observation) }
  await ctx.given.reserveCapacity()
  const other = await requestServer(ctx, ctx.build.server('without', { [property]: undefined }))
  return { created: other, isDemanded: true, observe: async () => assumeActive(await observeCreation(ctx, other)) }
}

async function observeLifecycle(ctx: ScenarioContext, created: ApiResponse, name: string): Promise<ObservedLifecycle> {
  const observation = await observeCreation(ctx, created)
  const volumes = await observeVolumes(ctx, observation, 1)
  const removal = observeRemoval(ctx, observation.id, name)
  await removal.catch(() => undefined)
  return { observation, volumes, removal }
}

async function observeRemoval(ctx: ScenarioContext, id: string, name: string): Promise<ObservedRemoval> {
  const { compute } = ctx
  const path = { serverId: id }
  const deletion = await deleteAndObserve(ctx, id)
  const secondDelete = await compute.call('deleteServer', { path })
  const laterCalls = [secondDelete]
  // What reads show may be behind.
  const read = async (operation: 'listVolumeAttachments' | 'listServerMetadata') => {
    const isRejected = (response: ApiResponse) => !response.isSuccess
    const call = () => compute.call(operation, { path })
    return (await compute.poll(call, isRejected, 'propagation', `${operation} of a deleted server`)).value
  }
  if (isNotFound(deletion.last))
    for (const call of [
      () => compute.call('updateServer', { path, body: { server: { name } } }),
      () => compute.call('actOnServer', { path, body: { 'os-start': null } }),
      () => read('listVolumeAttachments'),
      ...(compute.run.settings.edition === '2020-03' ? [] : [() => read('listServerMetadata')]),
    ]) {
      const response = await orNone(call())
      if (response) laterCalls.push(response)
    }
  const lacksServer = lacksItem('body/servers', 'id', id)
  const listsAfterDelete: ApiResponse[] = []
  for (const [operation, query] of [
    ['listServers', { name }],
    ['listServersDetail', { name }],
    ['listServers', {}],
  ] as const) {
    const listed = compute.poll(
      () => compute.call(operation, { query }),
      // A server that is still shown is not waited for in the lists.
      (list) => lacksServer(list) === undefined || deletion.last.isSuccess,
      'propagation',
      'a deleted server in a list',
    )
    const list = (await orNone(listed))?.value
    if (list) listsAfterDelete.push(list)
  }
  const shownAfterDelete = await compute.call('showServer', { path })
  return { deletion, laterCalls, listsAfterDelete, shownAfterDelete }
}
