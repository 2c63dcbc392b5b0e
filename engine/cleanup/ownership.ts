import type { EarlierResourceIds } from '#engine/journal'
import { numericName, type ResourceKind } from '#model'

/** Decides whether a resource belongs to the run by its current name. */
export interface Ownership {
  owns(name: string): boolean
}

/**
 * Returns what belongs to a run: what is named `conformance-<run>-…` or by its number, and the volume that Nova creates
 * for one of its servers and names after it (nova/virt/block_device.py: `<server id>-blank-vol`): that one can outlive
 * the server when the request says so.
 */
export function ownershipOf(runId: string, serverIds: ReadonlySet<string>): Ownership {
  const prefix = `conformance-${runId}-`
  const number = String(numericName(runId))
  return {
    owns(name) {
      const [, serverId = ''] = /^(.+)-blank-vol$/.exec(name) ?? []
      return name.startsWith(prefix) || name === number || serverIds.has(serverId)
    },
  }
}

/** A resource named in the response to a create request. */
export interface ClaimedResource {
  readonly kind: ResourceKind
  readonly id: string
  /** The requested name; empty when the request had none. */
  readonly name: string
}

/**
 * Tells whether an id leads to a resource of somebody else, because a target may respond to a create request with the
 * id of one that existed before. `currentName` is the name under which the target lists or shows it; undefined when it
 * does neither.
 */
export function isForeign(
  { kind, id, name }: ClaimedResource,
  currentName: string | undefined,
  ownership: Ownership,
  earlier: EarlierResourceIds,
): boolean {
  const { [kind]: ids } = earlier
  if (ids) return ids.has(id)
  const shownName = kind === 'keypair' ? id : currentName
  if (shownName === undefined) return name === ''
  return !ownership.owns(shownName) && (name === '' || ownership.owns(name) || name !== shownName)
}
