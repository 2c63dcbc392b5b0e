import { resolvePointer } from '#contract'
import type { Phase, TargetSettings } from '#model'
import { RequestError } from '../errors.ts'
import type { RunContext } from '../run-context.ts'
import type { ApiResponse } from './api-response.ts'
import { isUsableId, pathSegment, type ResourceCreation } from './created-resource.ts'
import { deleteCommand } from './curl.ts'
import type { CallOptions } from './outgoing-request.ts'

/** The part of a run's context that tracking needs. */
export interface TrackingContext extends Pick<RunContext, 'journal' | 'redactor'> {
  readonly settings: Pick<TargetSettings, 'computeUrl' | 'tenant' | 'services'>
}

/** The part of a client that tracking needs. */
export interface CreatingClient {
  readonly run: TrackingContext
  readonly phase: Phase
  /** Ids of servers that the test must delete. */
  readonly createdServerIds: string[]
  withPhase(phase: Phase): { call(operation: 'listServers', call: CallOptions): Promise<ApiResponse> }
}

/** A create request whose intent is in the journal. */
export interface PendingCreation {
  readonly creation: ResourceCreation
  readonly ref: number
}

/** Records in the journal that a create request is about to be sent. */
export const beginCreation = ({ journal }: TrackingContext, creation: ResourceCreation): PendingCreation => ({
  creation,
  ref: journal.recordIntent(creation.kind, creation.name),
})

/**
 * Records what a create request created. It depends on the response alone, so a request that should have been rejected
 * leaves nothing behind either. Without a usable id the intent stays open, and clean-up searches for the resource by
 * name.
 */
export function recordCreation(
  { run, phase, createdServerIds }: CreatingClient,
  { creation, ref }: PendingCreation,
  url: string,
  response: ApiResponse,
): void {
  if (!response.isSuccess) {
    run.journal.recordRejected(creation.kind, ref)
    return
  }
  const id = creation.idIn(response)
  // An id that contains a secret cannot be written to the journal.
  if (id === undefined || !isUsableId(id) || run.redactor.redact(id) !== id) return
  if (creation.kind === 'server' && phase === 'act') createdServerIds.push(id)
  const resourceUrl = creation.urlOf(id, url, run.settings)
  run.journal.recordCreated(creation.kind, ref, {
    id,
    url: resourceUrl,
    remove: deleteCommand(resourceUrl),
    name: creation.name,
  })
}

/** Handles a create request without a response: unless it was not sent, its servers are searched for by name. */
export async function recordFailedCreation(
  client: CreatingClient,
  { creation, ref }: PendingCreation,
  error: unknown,
): Promise<void> {
  if (!(error instanceof RequestError)) return
  if (!error.mayHaveTakenEffect) client.run.journal.recordRejected(creation.kind, ref)
  else if (creation.kind === 'server') await findOrphans(client, creation, ref).catch(() => undefined)
}

/** Other resources than servers are few and cheap; clean-up finds them at the end of the run. */
async function findOrphans(
  client: CreatingClient,
  { kind, name, urlOf }: ResourceCreation,
  ref: number,
): Promise<void> {
  const { journal, settings } = client.run
  const serversUrl = `${settings.computeUrl}/${pathSegment(settings.tenant)}/servers`
  const list = await client.withPhase('cleanup').call('listServers', { query: { name } })
  for (const element of list.array('body/servers')) {
    const [id, shownName] = [resolvePointer(element, 'server/id'), resolvePointer(element, 'server/name')]
    const isOurs = typeof shownName === 'string' && (shownName === name || shownName.startsWith(`${name}-`))
    if (!isOurs || typeof id !== 'string' || !isUsableId(id)) continue
    client.createdServerIds.push(id)
    const url = urlOf(id, serversUrl, settings)
    journal.recordCreated(kind, ref, { id, url, remove: deleteCommand(url), name: shownName })
  }
}

/** Resources whose DELETE is accepted before they are gone. */
const asynchronouslyDeleted = /\/(servers|volumes)\/[^/]+$/

/** Records that a resource is gone: a read or delete does not find it, or a delete takes effect at once. */
export function recordRemoval({ journal }: TrackingContext, method: string, url: string, response: ApiResponse): void {
  // Nova may show a server for a moment after its deletion.
  const isShownDeleted = method === 'GET' && response.string('body/server/status') === 'DELETED'
  const isNotFound = response.status === 404 && (method === 'GET' || method === 'DELETE')
  const isDeleted = method === 'DELETE' && response.isSuccess && !asynchronouslyDeleted.test(url)
  if (isShownDeleted || isNotFound || isDeleted) journal.recordRemoved(url)
}
