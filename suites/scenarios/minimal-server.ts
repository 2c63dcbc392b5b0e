/** A server that is requested with only the required fields, from its creation to its deletion. */
import { type ApiResponse, assumeSuccess, type ComputeClient, createdServerId, isAccepted, lacksItem } from '#harness'
import { publicKeys } from '../support/keypairs.ts'
import { orNone } from '../support/or-none.ts'
import {
  assumeActive,
  type DeletionObservation,
  deleteAndObserve,
  isNoLongerShown,
  type JsonFields,
  observeCreation,
  requestServer,
  reserveForScenario,
  type ScenarioContext,
  type ServerObservation,
  sharedScenario,
} from './scenario.ts'
import { observeVolumes, type VolumeObservation } from './volume-observation.ts'

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

/** The responses about a server from its creation to its deletion. */
export interface ObservedLifecycle {
  readonly observation: ServerObservation
  readonly volumes: VolumeObservation
  /** Rejects when the deletion cannot be observed, which leaves only the requirements about it undecided. */
  readonly removal: Promise<ObservedRemoval>
}

interface ObservedRemoval {
  readonly deletion: DeletionObservation
  /** Responses to calls about the deleted server: a second deletion, and others if it was no longer shown. */
  readonly laterCalls: readonly ApiResponse[]
  /**
   * Both lists filtered by the server's name, and one without a filter, each polled until it leaves out the server, unless showServer
   * still finds it. A list without a response is missing.
   */
  readonly listsAfterDelete: readonly ApiResponse[]
  /** The response to showServer after all other calls. */
  readonly shownAfterDelete: ApiResponse
}

interface RequestedServer extends Pick<MinimalServer, 'request' | 'createdWithoutKey' | 'created'> {}

/** Creates a server without groups, zone and metadata, and if possible without a key, so that the target chooses them. */
export const minimalServer = sharedScenario(async (ctx: ScenarioContext): Promise<MinimalServer> => {
  await reserveForScenario(ctx, 4)
  const requested = await requestMinimal(ctx)
  const { created, request } = requested
  if (!created.isSuccess || createdServerId(ctx.compute.run, created) === undefined) return requested
  return { ...requested, lifecycle: await observeLifecycle(ctx, created, String(request['name'])) }
})

/**
 * Requires that the target accepts the minimal request. Where it rejects another one, too, that rejection is not about what is special in it.
 * @param isRejected whether it rejects another one; otherwise the minimal request need not be sent
 */
export async function assumeMinimalAccepted(ctx: ScenarioContext, isRejected: boolean): Promise<void> {
  if (isRejected)
    assumeSuccess((await minimalServer(ctx)).created, 'No server can be created.', 'servers.create.answers')
}

/** Adds the fields that a target may require, first the key and then the zone, until it accepts the request. */
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
  /** Whether the target required the property of the minimal server. */
  readonly isRequired: boolean
  observe(): Promise<ServerObservation>
}

/**
 * Returns the minimal server or, if the target required the property of it, another server that is requested with the other required
 * properties only.
 */
export async function serverWithout(
  ctx: ScenarioContext,
  property: 'security_groups' | 'availability_zone',
): Promise<ServerWithout> {
  const { request, created, lifecycle } = await minimalServer(ctx)
  if (!created.isSuccess || !(property in request))
    return { created, isRequired: false, observe: async () => assumeActive(lifecycle?.observation) }
  await ctx.given.reserveCapacity()
  const other = await requestServer(ctx, ctx.build.server('without', { [property]: undefined }))
  return { created: other, isRequired: true, observe: async () => assumeActive(await observeCreation(ctx, other)) }
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
  const otherCalls = isNoLongerShown(deletion.last) ? await callDeleted(compute, id, name) : []
  const listsAfterDelete = await listsWithout(compute, { id, name, isShown: deletion.last.isSuccess })
  const shownAfterDelete = await compute.call('showServer', { path })
  return { deletion, laterCalls: [secondDelete, ...otherCalls], listsAfterDelete, shownAfterDelete }
}

/** Calls other operations for a deleted server. A call without a response is missing. */
async function callDeleted(compute: ComputeClient, serverId: string, name: string): Promise<readonly ApiResponse[]> {
  const path = { serverId }
  // A replica that lags behind may still have the server.
  const readUntilRejected = async (operation: 'listVolumeAttachments' | 'listServerMetadata') => {
    const isRejected = (response: ApiResponse) => !response.isSuccess
    const read = () => compute.call(operation, { path })
    return (await compute.poll(read, isRejected, 'propagation', `${operation} of a deleted server`)).value
  }
  const hasMetadata = compute.run.settings.edition !== '2020-03'
  const responses = [
    await orNone(compute.call('updateServer', { path, body: { server: { name } } })),
    await orNone(compute.call('actOnServer', { path, body: { 'os-start': null } })),
    await orNone(readUntilRejected('listVolumeAttachments')),
    hasMetadata ? await orNone(readUntilRejected('listServerMetadata')) : undefined,
  ]
  return responses.filter((response) => response !== undefined)
}

/** Polls the lists until they leave out a deleted server, or reads them once if `isShown`: showServer still finds it. */
async function listsWithout(
  compute: ComputeClient,
  { id, name, isShown }: { readonly id: string; readonly name: string; readonly isShown: boolean },
): Promise<readonly ApiResponse[]> {
  const lacksServer = lacksItem('body/servers', 'id', id)
  const isDone = (list: ApiResponse) => lacksServer(list) === undefined || isShown
  const lists: ApiResponse[] = []
  for (const [operation, query] of [
    ['listServers', { name }],
    ['listServersDetail', { name }],
    ['listServers', {}],
  ] as const) {
    const read = () => compute.call(operation, { query })
    const listed = await orNone(compute.poll(read, isDone, 'propagation', 'a deleted server in a list'))
    if (listed) lists.push(listed.value)
  }
  return lists
}
