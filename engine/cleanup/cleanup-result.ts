import { deleteCommand } from '#harness/core'
import type { ResourceKind } from '#model'
import type { ListedResource } from './list-resources.ts'

/** A resource that could not be deleted or searched for. */
export interface Leftover {
  readonly kind: ResourceKind
  readonly id: string
  readonly name: string
  readonly reason: string
  /** A shell command that deletes it; absent when the resource may not exist. */
  readonly remove?: string
  /** True when the target violated the document by not deleting it. */
  readonly isViolation: boolean
}

export interface CleanupResult {
  readonly removed: readonly ListedResource[]
  readonly leftovers: readonly Leftover[]
  /** Volumes that were still there after their server, although they were requested to be deleted with it. */
  readonly keptVolumes: readonly ListedResource[]
  /** Why lists could not be read, one sentence each. */
  readonly unreadable: readonly string[]
  /** Creates of which it is unknown whether they created something, and what; one sentence each. */
  readonly unknownCreates: readonly string[]
  /** Why the target could not be asked to delete the rest, a sentence; undefined when it could. */
  readonly failure: string | undefined
}

export const nothingToCleanUp: CleanupResult = {
  removed: [],
  leftovers: [],
  keptVolumes: [],
  unreadable: [],
  unknownCreates: [],
  failure: undefined,
}

export const leftoverOf = (
  { kind, id, name, url }: ListedResource,
  reason: string,
  isViolation: boolean,
): Leftover => ({
  kind,
  id,
  name,
  reason,
  remove: deleteCommand(url),
  isViolation,
})

/** Why a cleanup ended before everything was deleted. */
export const describeFailure = (reason: string): string =>
  `Not everything that the run created could be deleted: ${reason}.`

/** A requested name, as messages have it. */
export const describeName = (name: string): string => (name === '' ? 'without a name' : `"${name}"`)
