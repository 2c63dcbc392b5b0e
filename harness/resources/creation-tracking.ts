import { operationsUrl, type Phase, type TargetSettings } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import { riskOf } from '../client/cost-risk.ts'
import { deleteCommand } from '../client/curl.ts'
import type { OutgoingRequest } from '../client/outgoing-request.ts'
import { requestedServers } from '../client/server-admission.ts'
import { RequestError } from '../errors.ts'
import type { Admission } from '../fixtures/admission.ts'
import type { RunContext } from '../run-context.ts'
import { childUrl, isUsableId, type ResourceCreation } from './created-resource.ts'
import { learnNumericIds } from './numeric-ids.ts'
import { type ListedServer, listedServers } from './own-servers.ts'
import { countUnknownServers, findServersNamed, type SearchingClient } from './server-search.ts'

/** The part of a run's context that tracking needs. */
export interface TrackingContext
  extends Pick<RunContext, 'journal' | 'redactor' | 'capacity' | 'ownServers' | 'earlier' | 'clock' | 'pace'> {
  readonly settings: Pick<TargetSettings, 'computeUrl' | 'tenant' | 'tenantInPath' | 'services'>
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
  /** The URL of the request. */
  readonly url: string
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
  request: Pick<OutgoingRequest, 'url' | 'content' | 'isInvalid'>,
  admission?: Admission,
): PendingCreation {
  const { kind, name } = creation
  if (kind === 'server') ownServers.begin(name)
  const ref = journal.recordIntent(kind, name, riskOf(kind, request))
  return { creation, url: request.url, ref, count: requestedServers(request.content), admission }
}

/**
 * Records the resources that a create request created, according to its response alone, so that those of requests that should have been
 * rejected are deleted, too. If the response has no usable id, the server is searched for by name.
 * @param isRepeated whether an earlier attempt, whose response was lost, may have created the resource
 */
export async function recordCreation(
  client: CreatingClient,
  pending: PendingCreation,
  response: ApiResponse,
  isRepeated = false,
): Promise<void> {
  if (response.isSuccess) await recordAccepted(client, pending, response)
  else await recordRejected(client, pending, response.status, isRepeated)
}

async function recordRejected(
  client: CreatingClient,
  pending: PendingCreation,
  status: number,
  isRepeated: boolean,
): Promise<void> {
  const { creation, ref, count } = pending
  const { run } = client
  // A server error may be returned after the request was carried out.
  if (status >= 500 && creation.kind === 'server') {
    if ((await settleUnconfirmedCreation(client, pending)) > 0) run.capacity.recordDenial()
    return
  }
  if (!isRepeated) run.journal.recordRejected(creation.kind, ref)
  settle(run, pending, [], 0)
  // Without a name a server could not be recognized as the run's.
  if (creation.kind === 'server' && creation.name !== '') run.capacity.addRejected(count, creation.name)
}

async function recordAccepted(client: CreatingClient, pending: PendingCreation, response: ApiResponse): Promise<void> {
  const { creation, url, ref, count } = pending
  const { run } = client
  if (creation.kind === 'server') await learnNumericIds(client, response, creation.name)
  const id = creation.idIn(response)
  const isEarlier = id !== undefined && run.earlier.has(creation.kind, id)
  // An id that contains a secret cannot be written to the journal. An id that existed before belongs to another resource.
  const isUsable = id !== undefined && isUsableId(id) && run.redactor.redact(id) === id && !isEarlier
  if (isUsable) {
    // The test does not know a server that the body of the response does not name, so it cannot delete it.
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
    // A response with a reservation in place of the servers does not deny that they exist.
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
  } else if (creation.kind === 'server') await settleUnconfirmedCreation(client, pending)
}

/** Searches for the servers of a create that no response confirms. The test deletes them before its next create, unless it uses them. */
async function settleUnconfirmedCreation(client: CreatingClient, pending: PendingCreation): Promise<number> {
  const { createdServerIds, run } = client
  const before = new Set(createdServerIds)
  const found = await settleBySearch(client, pending, [])
  for (const id of createdServerIds) if (!before.has(id)) run.ownServers.unconfirmed.add(id)
  return found
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
 * Searches for the servers of a request by their names. Resources other than servers are few and cheap; cleanup finds them at the end of
 * the run. Returns how many exist besides `known`.
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
      const unknown = await countUnknownServers(client, missing)
      if (unknown === 0 && known.length === 0) client.run.journal.recordRejected('server', pending.ref)
      settle(client.run, pending, known, unknown)
      return unknown
    }
    const found = await findServersNamed(client, creation.name, count)
    const others = found.filter(({ id }) => !known.includes(id))
    for (const server of others) track(client, pending, server)
    settleUnconfirmed(client.run, pending, [...known, ...others.map(({ id }) => id)], true)
    return others.length
  } catch {
    settleUnconfirmed(client.run, pending, known, false)
    return 0
  }
}

/**
 * Ends the admission of a create request whose servers are only partly known. A target may list the others later, or under other names.
 * `isSearched`: whether a list could be read.
 */
function settleUnconfirmed(
  run: TrackingContext,
  pending: PendingCreation,
  ids: readonly string[],
  isSearched: boolean,
): void {
  const { name } = pending.creation
  const missing = Math.max(0, pending.count - ids.length)
  // Only servers with a name of the run can be recognized in later lists.
  if (!run.ownServers.owns(name)) {
    if (isSearched) run.capacity.addRejected(missing, name)
    settle(run, pending, ids, isSearched ? 0 : missing)
    return
  }
  // Before the admission is settled, so that no other request is admitted in between.
  run.capacity.addUncertain(missing, name, run.clock.now(), run.pace.listingMs)
  settle(run, pending, ids, 0)
}

/** Returns the URL of a server of the run's tenant. */
export const serverUrl = ({ settings }: TrackingContext, id: string): string =>
  childUrl(id, `${operationsUrl(settings)}/servers`)

function track(client: CreatingClient, { creation, ref }: PendingCreation, { id, name }: ListedServer): void {
  const { run, createdServerIds } = client
  createdServerIds.push(id)
  const url = serverUrl(run, id)
  run.journal.recordCreated(creation.kind, ref, { id, url, remove: deleteCommand(url), name })
}

/**
 * Adds listed servers to the run that have its name prefix although no response named them: they were created by a request that was
 * rejected. Returns their ids.
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
    run.capacity.recordFound(id, name, run.ownServers.isRequested(name))
    createdServerIds.push(id)
    return id
  })
}
