import { type ApiResponse, pollUntil } from '#harness/core'
import type { ResourceKind } from '#model'
import type { CleanupClient } from './client.ts'
import type { ListedResource } from './list-resources.ts'
import type { Ownership } from './ownership.ts'

/** A resource to delete. Its name is the requested one, or the listed one. */
export interface OwnedResource extends ListedResource {
  /** Its number in the journal. */
  readonly ref: number
}

export interface DeletionContext {
  readonly client: CleanupClient
  readonly ownership: Ownership
  /** Whether a URL belongs to the target; a journal may be of another. */
  isOnTarget(url: string): boolean
  /** Pointer to the name in the response that shows a resource of the kind. */
  shownName(kind: ResourceKind): string
  /** Milliseconds since the epoch. */
  readonly deadline: number
}

/** The result of one attempt; `isFinal` when repeating it would not change the result. */
type Deletion =
  | { readonly isDeleted: true }
  | { readonly isDeleted: false; readonly reason: string; readonly isFinal: boolean }

const deleted: Deletion = { isDeleted: true }
const failed = (reason: string, isFinal = false): Deletion => ({ isDeleted: false, reason, isFinal })

interface DelayLimits {
  readonly minDelayMs: number
  readonly maxDelayMs: number
}

/** Repeats an attempt until its result is final or the deadline is reached. The delays are half of the time waited so far. */
async function repeat(
  attempt: () => Promise<Deletion>,
  deadline: number,
  { minDelayMs, maxDelayMs }: DelayLimits,
): Promise<Deletion> {
  const timeoutMs = Math.max(0, deadline - Date.now())
  const { value } = await pollUntil(attempt, {
    isDone: (result) => result.isDeleted || result.isFinal,
    timeoutMs,
    delayMs: (_, elapsedMs) =>
      Math.min(Math.max(minDelayMs, elapsedMs / 2), maxDelayMs, Math.max(1, timeoutMs - elapsedMs)),
  })
  return value
}

/** Rejections that do not change with time. */
const finalStatuses = [401, 403, 405, 501]

/** States of servers, volumes and images that are deleted but still shown. */
const deletedStates = ['DELETED', 'SOFT_DELETED', 'deleted', 'pending_delete']
const errorStates = ['ERROR', 'error', 'error_deleting']

/**
 * Whether the URL shows a resource of someone else: a target may respond to a create with the id of another resource. Tests also
 * send creates without a proper name, to see them rejected; such a resource is recognized by the requested name. A resource that
 * shows no name is taken to be the one in the journal.
 */
function isForeign(
  { kind, id, name: requestedName }: OwnedResource,
  shown: ApiResponse | undefined,
  { ownership, shownName }: DeletionContext,
): boolean {
  const name = kind === 'keypair' ? id : shown?.string(shownName(kind))
  if (name === undefined || ownership.owns(name)) return false
  return ownership.owns(requestedName) || (requestedName !== '' && requestedName !== name)
}

async function checkDeleted({ kind, url }: OwnedResource, client: CleanupClient): Promise<Deletion> {
  const response = await client.request('GET', url)
  const state = response?.string(`body/${kind}/status`) ?? response?.string('body/status') ?? ''
  if (response?.status === 404 || deletedStates.includes(state)) return deleted
  if (errorStates.includes(state)) return failed(`its status is ${state}`, true)
  const suffix = state === '' ? '' : ` (${state})`
  return failed(`DELETE was accepted, but it still exists${suffix}`, client.isUnreachable)
}

async function deleteOnce(resource: OwnedResource, context: DeletionContext): Promise<Deletion> {
  const { kind, url } = resource
  const { client, deadline } = context
  if (!context.isOnTarget(url)) return failed('its URL is not on this target', true)
  const shown = kind === 'keypair' ? undefined : await client.request('GET', url)
  if (isForeign(resource, shown, context))
    return failed('its name does not belong to the run, so it was not deleted', true)
  const response = await client.request('DELETE', url)
  if (!response) return failed(client.failureReason, client.isUnreachable)
  if (response.status === 404) return deleted
  if (!response.isSuccess) return failed(`DELETE returned ${response.status}`, finalStatuses.includes(response.status))
  const result = await repeat(() => checkDeleted(resource, client), deadline, { minDelayMs: 20, maxDelayMs: 3_000 })
  // Another DELETE may help where waiting did not.
  return result.isDeleted ? result : { ...result, isFinal: client.isUnreachable }
}

/**
 * Deletes a resource and waits until it no longer exists. Repeated until the deadline: a resource that is in use or busy is first
 * rejected with 409. Returns why it still exists, or undefined when it is deleted.
 */
export async function deleteResource(resource: OwnedResource, context: DeletionContext): Promise<string | undefined> {
  const delays = { minDelayMs: 250, maxDelayMs: 5_000 }
  const result = await repeat(() => deleteOnce(resource, context), context.deadline, delays)
  return result.isDeleted ? undefined : result.reason
}
