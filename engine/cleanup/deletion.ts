import type { EarlierResourceIds } from '#engine/journal'
import type { ApiResponse } from '#harness/core'
import type { ResourceKind } from '#model'
import type { CleanupClient } from './client.ts'
import { type DeletionLimits, DeletionProgress, type ShownState } from './deletion-progress.ts'
import type { ListedResource, Listing } from './list-resources.ts'
import { isForeign, type Ownership } from './ownership.ts'

/** A resource to delete. Its name is the requested one, or the listed one. */
export interface OwnedResource extends ListedResource {
  /** Its number in the journal. */
  readonly ref: number
  /** Milliseconds since the epoch. */
  readonly createdAt: number
}

/**
 * Tells whether a resource can be deleted before the servers: nothing uses a keypair, but servers may use all other
 * resources.
 */
export const isIndependent = ({ kind }: OwnedResource): boolean => kind === 'server' || kind === 'keypair'

/** The state that the deletions of one cleanup share. */
export interface DeletionContext {
  readonly client: CleanupClient
  readonly ownership: Ownership
  readonly earlier: EarlierResourceIds
  readonly limits: DeletionLimits
  /** Whether a URL belongs to the target; a journal may be of another. */
  isOnTarget(url: string): boolean
  /** Pointer to the name in the response that shows a resource of the kind. */
  shownName(kind: ResourceKind): string
}

/** The entry of a resource in the list of its kind. */
export interface ListEntry {
  /** Undefined when the list could not be read to its end and does not contain it. */
  readonly isListed: boolean | undefined
  /** The name in the list. */
  readonly name: string | undefined
  /**
   * Whether the target does not find the list: then a 404 for a resource of the kind does not show that the resource is
   * gone.
   */
  readonly isUnserved: boolean
}

/** Why a resource is left alone that may not belong to the run. */
const unservedReason = 'the target finds nothing of this kind, not even the list'

/** Kinds of services that a catalog may name and a target may lack. */
const companionKinds: readonly ResourceKind[] = ['volume', 'image', 'port']

/** Returns the entry of a resource in the lists that were read. */
export function entryOf({ kind, id, url }: OwnedResource, listing: Listing): ListEntry {
  const list = listing.get(kind)
  // A keypair that was created for another tenant may have the name of one of the run's own.
  if (kind === 'keypair' && list && !url.startsWith(list.url))
    return { isListed: undefined, name: undefined, isUnserved: false }
  const name = list?.names.get(id)
  if (name !== undefined) return { isListed: true, name: name === '' ? undefined : name, isUnserved: false }
  const isUnserved = list?.isNotFound === true && companionKinds.includes(kind)
  return { isListed: list && list.error === undefined ? false : undefined, name: undefined, isUnserved }
}

/** The result of one step of a deletion. */
export type DeletionResult =
  | { readonly is: 'pending' | 'gone' | 'foreign' }
  | { readonly is: 'left'; readonly reason: string; readonly isViolation: boolean }

const pending: DeletionResult = { is: 'pending' }

/** States of servers, volumes and images that are deleted but still shown. */
const deletedStates = /^(deleted|pending_delete)$/i
const busyStates = /^(deleting|detaching|attaching|saving|queued)$/i

/**
 * Returns the state of a resource according to a response to GET; `unknown` for a response from a cache, and for a page that a gateway
 * sends in place of a 404.
 */
export function shownState(kind: ResourceKind, response: ApiResponse | undefined): ShownState {
  if (response?.isFromCache) return { is: 'unknown' }
  if (response?.status === 404 || response?.status === 410) return { is: 'absent' }
  if (!response?.isSuccess || typeof response.json !== 'object') return { is: 'unknown' }
  const status = response.string(`body/${kind}/status`) ?? response.string('body/status') ?? ''
  if (deletedStates.test(status)) return { is: 'absent' }
  const task = response.string('body/server/OS-EXT-STS:task_state') ?? ''
  const isBusy = busyStates.test(status) || !/^(none|null)?$/i.test(task.trim())
  return { is: 'present', status: /^[\w -]{1,40}$/.test(status) ? status : '', isBusy }
}

/** The deletion of one resource, from its first DELETE until it is gone or certainly left behind. */
export class Deletion {
  readonly resource: OwnedResource
  readonly #context: DeletionContext
  readonly #progress: DeletionProgress
  #wasStopped = false

  constructor(resource: OwnedResource, context: DeletionContext) {
    this.resource = resource
    this.#context = context
    this.#progress = new DeletionProgress(resource.kind, context.limits)
  }

  /** Whether the target accepted a DELETE. */
  get wasAccepted(): boolean {
    return this.#progress.wasAccepted
  }

  /** Why the resource still exists; undefined before the first DELETE. */
  get reason(): string | undefined {
    return this.#progress.reason
  }

  /** Stops the server once, because a target may delete only stopped servers. */
  async #stopOnce(): Promise<void> {
    if (this.#wasStopped) return
    this.#wasStopped = true
    await this.#context.client.stopServer(this.resource.url)
  }

  /**
   * Reads the resource once, and sends DELETE if it is due. `isRecent`: it was created a moment ago, so that reads may
   * not show it yet.
   */
  async advance({ isListed, name, isUnserved }: ListEntry, isRecent: boolean): Promise<DeletionResult> {
    const { client, isOnTarget, ownership, earlier, shownName } = this.#context
    const { kind, url } = this.resource
    if (!isOnTarget(url)) return { is: 'left', reason: 'its URL is not on this target', isViolation: false }
    const { hasStarted } = this.#progress
    // Before the first DELETE the list says all that is needed, and a keypair is named by its id.
    const isShowNeeded = hasStarted || (isListed !== true && kind !== 'keypair')
    const response = isShowNeeded ? await client.request('GET', url) : undefined
    if (client.isSilent) return pending
    const step = this.#progress.next({ isListed, isUnserved, shown: shownState(kind, response) }, Date.now(), isRecent)
    if (step.action === 'give-up') return { is: 'left', reason: step.reason, isViolation: step.isViolation }
    if (step.action !== 'delete') return { is: step.action === 'gone' ? 'gone' : 'pending' }
    const currentName = name ?? response?.string(shownName(kind))
    if (!hasStarted && isForeign(this.resource, currentName, ownership, earlier))
      return isUnserved ? { is: 'left', reason: unservedReason, isViolation: false } : { is: 'foreign' }
    const deletion = await client.request('DELETE', url)
    if (client.isSilent) return pending
    this.#progress.recordDelete(deletion?.status ?? 0, Date.now())
    if (kind === 'server' && deletion?.status === 409 && hasStarted) await this.#stopOnce()
    return pending
  }
}
