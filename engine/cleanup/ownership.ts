/** Decides whether a resource belongs to the run by its current name. Nothing else is ever deleted. */
export interface Ownership {
  owns(name: string): boolean
}

/**
 * A run owns what is named `conformance-<run>-…`, and the volume that Nova creates for one of its servers and names after it
 * (nova/virt/block_device.py: `<server id>-blank-vol`): that one can outlive the server when the request says so.
 */
export function ownershipOf(runId: string, serverIds: ReadonlySet<string>): Ownership {
  const prefix = `conformance-${runId}-`
  return {
    owns(name) {
      const [, serverId = ''] = /^(.+)-blank-vol$/.exec(name) ?? []
      return name.startsWith(prefix) || serverIds.has(serverId)
    },
  }
}
