import type { EarlierResourceIds } from '#engine/journal'
import { numericName, type ResourceKind } from '#model'

/** Decides whether a resource belongs to the run by its current name. */
export interface Ownership {
  owns(name: string): boolean
}

/**
 * Returns the ownership rule of a run. A resource belongs to the run if its name begins with `conformance-<run>-` or is the
 * run's number, or if Nova has created it as a volume of one of the run's servers and named it after the server
 * (nova/virt/block_device.py: `<server id>-blank-vol`); such a volume may outlive its server.
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
 * Tells whether an id is that of a resource of another client: a target may respond to a create request with the id of a
 * resource that existed before. `currentName` is the name under which the target lists or shows it; undefined when it
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
