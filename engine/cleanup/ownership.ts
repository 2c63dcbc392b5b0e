/** Who may be removed: nothing is ever touched that does not bear a name of the run. */
export interface Ownership {
  /** Of a resource by its name, as it is now. */
  owns(name: string): boolean
}

/**
 * What a run names `conformance-<run>-…` is its own; so is the volume that Nova makes for one of its servers and names after
 * it (nova/virt/block_device.py: `<server id>-blank-vol`), which outlives the server when the request says so.
 */
export function ownershipOf(runId: string, servers: ReadonlySet<string>): Ownership {
  const prefix = `conformance-${runId}-`
  return {
    owns(name) {
      const [, server = ''] = /^(.+)-blank-vol$/.exec(name) ?? []
      return name.startsWith(prefix) || servers.has(server)
    },
  }
}
