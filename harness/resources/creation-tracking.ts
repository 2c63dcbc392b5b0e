import { operationsUrl, type Phase, type TargetSettings } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import { riskOf } from '../client/cost-risk.ts'
import { deleteCommand } from '../client/curl.ts'
import type { CallOptions, OutgoingRequest } from '../client/outgoing-request.ts'
import { requestedServers } from '../client/server-admission.ts'
import { InconclusiveError, RequestError } from '../errors.ts'
import type { Admission } from '../fixtures/admission.ts'
import type { RunContext } from '../run-context.ts'
import { childUrl, isUsableId, type ResourceCreation } from './created-resource.ts'
import { learnNumericIds } from './numeric-ids.ts'
import { isCompleteList, isNamedAfter, type ListedServer, listedServers, listNamed } from './own-servers.ts'

/** The part of a run's context that tracking needs. */
export interface TrackingContext
  extends Pick<RunContext, 'journal' | 'redactor' | 'capacity' | 'ownServers' | 'earlier' | 'clock' | 'pace'> {
  readonly settings: Pick<TargetSettings, 'computeUrl' | 'tenant' | 'tenantInPath' | 'services'>
}

/** A client that can list servers. */
export interface SearchingClient {
  withPhase(phase: Phase): { call(operation: 'listServers', call: CallOptions): Promise<ApiResponse> }
}

/** The part of a client that tracking needs. */
export interface CreatingClient extends SearchingClient {
  readonly run: TrackingContext
  readonly phase: Phase
  /** Ids of servers that the test must delete. */
  readonly createdServerIds: string[]
}

/** A create request whose intent is in the journal. */
export interface PendingCreation {
  readonly creation: ResourceCreation
  readonly ref: number
  /** How many resources the request asks for. */
  readonly count: number
  /** For servers. */
  readonly admission: Admission | undefined
}

/** Records in the journal that a create request is about to be sent. */
export function beginCreation(
  { journal, ownServers }: TrackingContext,
  creation: ResourceCreation,
  request: Pick<OutgoingRequest, 'content' | 'isInvalid'>,
  admission?: Admission,
): PendingCreation {
  const { kind, name } = creation
  if (kind === 'server') ownServers.begin(name)
  const ref = journal.recordIntent(kind, name, riskOf(kind, request))
  return { creation, ref, count: requestedServers(request.content), admission }
}

/**
 * Records what a create request created. It depends on the response alone, so a request that should have been rejected
 * leaves nothing behind either. Without a usable id the resource is searched for by name.
 * `isRepeated`: an earlier attempt may have created it.
 */
export async function recordCreation(
  client: CreatingClient,
  pending: PendingCreation,
  url: string,
  response: ApiResponse,
  isRepeated = false,
): Promise<void> {
  const { creation, ref, count } = pending
  const { run } = client
  if (!response.isSuccess) {
    // A server error may come after the work was done.
    if (response.status >= 500 && creation.kind === 'server') {
      if ((await settleBySearch(client, pending, [])) > 0) run.capacity.recordDenial()
      return
    }
    if (!isRepeated) run.journal.recordRejected(creation.kind, ref)
    settle(run, pending, [], 0)
    // Without a name a server could not be recognized as the run's.
    if (creation.kind === 'server' && creation.name !== '') run.capacity.addRejected(count, creation.name)
    return
  }
  if (creation.kind === 'server') await learnNumericIds(client, response, creation.name)
  const id = creation.idIn(response)
  const isEarlier = id !== undefined && run.earlier.has(creation.kind, id)
  // An id that contains a secret cannot be written to the journal. One that existed before names somebody else's resource.
  const isUsable = id !== undefined && isUsableId(id) && run.redactor.redact(id) === id && !isEarlier
  if (isUsable) {
    // Nobody else deletes a server that the body of the response does not name.
    const isUnnamed = response.string('body/server/id') === undefined
    if (creation.kind === 'server' && (client.phase === 'act' || isUnnamed)) client.createdServerIds.push(id)
    const resourceUrl = creation.urlOf(id, url, run.settings)
    const remove = deleteCommand(resourceUrl)
    run.journal.recordCreated(creation.kind, ref, { id, url: resourceUrl, remove, name: creation.name })
  }
  if (creation.kind !== 'server') return
  if (!isUsable && !isEarlier) run.journal.recordUnidentified(creation.kind, ref)
  if (isUsable && count === 1) settle(run, pending, [id], 0)
  else if (isUsable) await settleBySearch(client, pending, [id])
  else {
    const found = await settleBySearch(client, pending, [])
    // A reservation stands for its servers.
    if (found > 0 && response.string('body/reservation_id') === undefined) run.capacity.recordDenial()
  }
}

/** Handles a create request without a response: unless it was not sent, its servers are searched for by name. */
export async function recordFailedCreation(
  client: CreatingClient,
  pending: PendingCreation,
  error: unknown,
): Promise<void> {
  const { creation, ref } = pending
  if (!(error instanceof RequestError)) return
  if (!error.mayHaveTakenEffect) {
    client.run.journal.recordRejected(creation.kind, ref)
    settle(client.run, pending, [], 0)
  } else if (creation.kind === 'server') await settleBySearch(client, pending, [])
}

function settle(
  { ownServers }: TrackingContext,
  { creation, admission }: PendingCreation,
  ids: readonly string[],
  unidentified: number,
): void {
  if (creation.kind !== 'server') return
  ownServers.end(creation.name, ids)
  admission?.settle(ids, unidentified, ownServers.owns(creation.name))
}

/**
 * Searches for the servers of a request by their names. Other resources than servers are few and cheap; clean-up finds them at
 * the end of the run. Returns how many exist besides `known`.
 */
async function settleBySearch(
  client: CreatingClient,
  pending: PendingCreation,
  known: readonly string[],
): Promise<number> {
  const { creation, count } = pending
  const missing = count - known.length
  try {
    if (creation.name === '') {
      const unknown = await countUnknown(client, missing)
      if (unknown === 0 && known.length === 0) client.run.journal.recordRejected('server', pending.ref)
      settle(client.run, pending, known, unknown)
      return unknown
    }
    const found = await findServersNamed(client, creation.name, count)
    const others = found.filter(({ id }) => !known.includes(id))
    for (const server of others) track(client, pending, server)
    settleInDoubt(client.run, pending, [...known, ...others.map(({ id }) => id)], true)
    return others.length
  } catch {
    settleInDoubt(client.run, pending, known, false)
    return 0
  }
}

/**
 * Settles a create request of whose servers only these are known. A target may list the others later, or under other names.
 * `isSearched`: whether a list could be read.
 */
function settleInDoubt(
  run: TrackingContext,
  pending: PendingCreation,
  ids: readonly string[],
  isSearched: boolean,
): void {
  const { name } = pending.creation
  const missing = Math.max(0, pending.count - ids.length)
  // Later lists tell of servers with a name of the run only.
  if (!run.ownServers.owns(name)) {
    if (isSearched) run.capacity.addRejected(missing, name)
    settle(run, pending, ids, isSearched ? 0 : missing)
    return
  }
  // First, so that nobody gets the part of the limit in between.
  run.capacity.addUncertain(missing, name, run.clock.now(), run.pace.listingMs)
  settle(run, pending, ids, 0)
}

/**
 * The servers that a create request with this name may have created.
 * @throws InconclusiveError when they cannot be listed
 */
export async function findServersNamed(
  client: SearchingClient,
  name: string,
  count = 1,
): Promise<readonly ListedServer[]> {
  const reader = client.withPhase('cleanup')
  const list = await listNamed((query) => reader.call('listServers', { query }), name)
  assertListed(list)
  return listedServers(list).filter((server) => isNamedAfter(server.name, name, count))
}

/** A list that cannot be read does not show that a server is missing. */
function assertListed(list: ApiResponse): void {
  if (!list.isSuccess) throw new InconclusiveError(`The servers cannot be listed: ${list.status}.`)
  if (!Array.isArray(list.at('body/servers')))
    throw new InconclusiveError('The servers cannot be listed: the response has no array of servers.')
}

/**
 * How many servers a request without a name may have created, at most `requested`: those in the list that neither existed before
 * nor are known to be the run's. They may be somebody else's, so they count and are not touched.
 * @throws InconclusiveError when the servers cannot be listed
 */
async function countUnknown(client: CreatingClient, requested: number): Promise<number> {
  const list = await client.withPhase('cleanup').call('listServers', {})
  assertListed(list)
  if (!isCompleteList(list)) return requested
  const { earlier, capacity } = client.run
  const unknown = listedServers(list).filter(({ id }) => !earlier.has('server', id) && !capacity.aliveIds.has(id))
  return Math.min(requested, unknown.length)
}

export const serverUrl = ({ settings }: TrackingContext, id: string): string =>
  childUrl(id, `${operationsUrl(settings)}/servers`)

function track(client: CreatingClient, { creation, ref }: PendingCreation, { id, name }: ListedServer): void {
  const { run, createdServerIds } = client
  createdServerIds.push(id)
  const url = serverUrl(run, id)
  run.journal.recordCreated(creation.kind, ref, { id, url, remove: deleteCommand(url), name })
}

/**
 * Takes charge of servers in a list that carry the run's prefix although no response named them: they were created by a request
 * whose response denied it. Returns their ids.
 */
export function adoptListed(
  client: CreatingClient,
  { isAuthorized }: OutgoingRequest,
  response: ApiResponse,
): readonly string[] {
  const { run, createdServerIds } = client
  if (!isAuthorized || !response.isSuccess) return []
  return run.ownServers.takeUnknown(listedServers(response)).map(({ id, name }) => {
    const ref = run.journal.recordIntent('server', name)
    const url = serverUrl(run, id)
    run.journal.recordCreated('server', ref, { id, url, remove: deleteCommand(url), name })
    run.capacity.found(id, name)
    createdServerIds.push(id)
    return id
  })
}
