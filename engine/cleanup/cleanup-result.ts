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

/** The result of a cleanup. */
export interface CleanupResult {
  readonly removed: readonly ListedResource[]
  readonly leftovers: readonly Leftover[]
  /** Volumes that were still there after their server, although they were requested to be deleted with it. */
  readonly keptVolumes: readonly ListedResource[]
  /** Why lists could not be read, one sentence each. */
  readonly unreadable: readonly string[]
  /** Create requests that may have created a resource, which could not be identified; one sentence each. */
  readonly unknownCreates: readonly string[]
  /** Why the deletions had to be given up, as a sentence; undefined when they were not. */
  readonly failure: string | undefined
}

/** The result when there is nothing to delete. */
export const nothingToCleanUp: CleanupResult = {
  removed: [],
  leftovers: [],
  keptVolumes: [],
  unreadable: [],
  unknownCreates: [],
  failure: undefined,
}

/**
 * Returns a leftover with the command that deletes it. `isViolation`: whether the target violated the document by
 * keeping it.
 */
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

/** Describes why a cleanup ended before everything was deleted. */
export const describeFailure = (reason: string): string =>
  `Not everything that the run created could be deleted: ${reason}.`

/** Quotes a requested name for a message. */
const describeName = (name: string): string => (name === '' ? 'without a name' : `"${name}"`)

/** Describes a create request whose response named a resource that may belong to another client. */
export const describeForeignId = (kind: ResourceKind, name: string, id: string): string =>
  `The response to a create of the ${kind} ${describeName(name)} has the id ${JSON.stringify(id)}, whose name does not belong to the run: it was not deleted.`

/** Describes a create request whose response did not name the resource, and whose resource was not found. */
export const describeUnknownCreate = (kind: ResourceKind, name: string): string =>
  `It is unknown whether the ${kind} ${describeName(name)} was created: no response to the request names it.`
