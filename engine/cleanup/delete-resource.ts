import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiResponse } from '#harness/core'
import type { ResourceKind } from '#model'
import type { CleanupClient } from './client.ts'
import type { Ownership } from './ownership.ts'

/** Something that is to go. */
export interface OwnedResource {
  readonly kind: ResourceKind
  /** What the journal knows it by. */
  readonly ref: number
  readonly id: string
  readonly url: string
  /** The name that was asked for, or under which it was found. */
  readonly name: string
}

export interface DeletionContext {
  readonly client: CleanupClient
  readonly ownership: Ownership
  /** Whether a URL is one of the target; a journal may be of another. */
  isHere(url: string): boolean
  /** Pointer to the name in the answer that shows one of a kind. */
  shownName(kind: ResourceKind): string
  /** Milliseconds since the epoch. */
  readonly deadline: number
}

/** What one attempt came to: gone, or why not; `final` when another attempt would come to the same. */
type Attempt = { readonly gone: true } | { readonly gone: false; readonly reason: string; readonly final?: boolean }

/** Refusals that time does not change. */
const final = [401, 403, 405, 501]

const said = (method: string, response: ApiResponse): string => `${method} answered ${response.status}`

/** Server and volume states of what is deleted but shown still; image states likewise. */
const over = ['DELETED', 'SOFT_DELETED', 'deleted', 'pending_delete']
const failed = ['ERROR', 'error', 'error_deleting']

const statusIn = (response: ApiResponse, kind: ResourceKind): string | undefined =>
  response.string(`body/${kind}/status`) ?? response.string('body/status')

/**
 * What shows another name than any of the run is not touched, wherever its address comes from: a target may answer a create
 * with the id of something else. Tests also ask for servers without a proper name, to see them refused; those are known by
 * what was asked. A resource that shows no name is taken for what the journal says it is.
 */
function isStranger(
  { kind, id, name: asked }: OwnedResource,
  shown: ApiResponse | undefined,
  work: DeletionContext,
): boolean {
  const name = kind === 'keypair' ? id : shown?.string(work.shownName(kind))
  if (name === undefined || work.ownership.owns(name)) return false
  return work.ownership.owns(asked) || (asked !== '' && asked !== name)
}

/** Waits until it is not found any more, or until it will not go by itself. */
async function waitUntilGone({ kind, url }: OwnedResource, { client, deadline }: DeletionContext): Promise<Attempt> {
  for (let pause = 20; ; pause = Math.min(pause * 1.5, 3_000)) {
    const response = await client.request('GET', url)
    const status = response && statusIn(response, kind)
    if (response?.status === 404 || over.includes(status ?? '')) return { gone: true }
    if (failed.includes(status ?? '')) return { gone: false, reason: `it is in ${status}` }
    if (client.isUnreachable || Date.now() + pause > deadline)
      return { gone: false, reason: `it was accepted for removal and is still there${status ? ` (${status})` : ''}` }
    await sleep(pause)
  }
}

async function attempt(resource: OwnedResource, work: DeletionContext): Promise<Attempt> {
  const { kind, url } = resource
  if (!work.isHere(url)) return { gone: false, reason: 'its address is not one of this target', final: true }
  const shown = kind === 'keypair' ? undefined : await work.client.request('GET', url)
  if (isStranger(resource, shown, work))
    return { gone: false, reason: 'it bears no name of the run and was not touched', final: true }
  const response = await work.client.request('DELETE', url)
  if (!response) return { gone: false, reason: work.client.failureReason }
  if (response.status === 404) return { gone: true }
  if (response.isSuccess) return waitUntilGone(resource, work)
  return { gone: false, reason: said('DELETE', response), final: final.includes(response.status) }
}

/**
 * Removes one resource and waits until it is gone, again and again until the deadline: what is in use or on its way somewhere
 * is refused with a 409 at first. Returns why it is still there, or undefined when it is gone.
 */
export async function deleteResource(resource: OwnedResource, work: DeletionContext): Promise<string | undefined> {
  for (let pause = 250; ; pause = Math.min(pause * 2, 5_000)) {
    const result = await attempt(resource, work)
    if (result.gone) return undefined
    if (result.final || work.client.isUnreachable || Date.now() + pause > work.deadline) return result.reason
    await sleep(pause)
  }
}
