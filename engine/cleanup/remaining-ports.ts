import type { EarlierResourceIds } from '#engine/journal'
import type { ListedResource, Listing } from './list-resources.ts'

/** Milliseconds for which a port may outlive its server at most, while the service deletes it. */
const maxDelayMs = 10_000

/** The options of a search for remaining ports. */
export interface RemainingPortsOptions {
  readonly earlier: EarlierResourceIds
  readonly serverIds: ReadonlySet<string>
  /** Milliseconds after which an effect should show. */
  readonly propagationMs: number
}

/**
 * Finds ports that were made for servers of the run and are still there although the servers are gone. Nova deletes the
 * ports that it has made before the server is gone, and removes its id from the others (nova/network/neutron.py,
 * `_delete_ports` and `_unbind_ports`).
 */
export class RemainingPorts {
  readonly #options: RemainingPortsOptions
  readonly #found = new Set<string>()
  #listedSince: number | undefined

  constructor(options: RemainingPortsOptions) {
    this.#options = options
  }

  /**
   * Returns the ports to delete. `isPending`: some are listed that may disappear in a moment. `listing`: all lists,
   * read after the servers were gone. `left`: servers that are left behind, and keep their ports.
   */
  find(
    listing: Listing,
    left: ReadonlySet<string>,
    now: number,
  ): { readonly isPending: boolean; readonly ports: readonly ListedResource[] } {
    const { earlier, serverIds, propagationMs } = this.#options
    const list = listing.get('port')
    // A response to a create request may have named an earlier server; where that is not known, no server counts as the run's.
    const isOfGone = (server: string) =>
      serverIds.has(server) && earlier.server?.has(server) === false && !left.has(server)
    const isEarlier = (id: string) => earlier.port?.has(id) === true
    const listed = [...(list?.servers ?? [])].filter(
      ([id, server]) => isOfGone(server) && !isEarlier(id) && !this.#found.has(id),
    )
    if (list === undefined || listed.length === 0) return { isPending: false, ports: [] }
    this.#listedSince ??= now
    if (now - this.#listedSince < Math.min(propagationMs, maxDelayMs)) return { isPending: true, ports: [] }
    for (const [id] of listed) this.#found.add(id)
    const ports = listed.map(([id, server]): ListedResource => {
      // A port without a name is called by the id of its server.
      const name = list.names.get(id) || server
      return { kind: 'port', id, name, url: `${list.url}/${encodeURIComponent(id)}` }
    })
    return { isPending: false, ports }
  }
}
