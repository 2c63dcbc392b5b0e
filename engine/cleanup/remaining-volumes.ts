import { textAt } from '#engine/input'
import type { CleanupClient } from './client.ts'
import { shownState } from './deletion.ts'
import type { ListedResource, Listing } from './list-resources.ts'

/** Milliseconds for which a volume may outlive its server at most, while the service deletes it. */
const maxDelayMs = 10_000

/** The options of a search for remaining volumes. */
export interface RemainingVolumesOptions {
  readonly client: CleanupClient
  /** The URL of the volumes. */
  readonly url: string
  /**
   * Ids of the volumes that the target has made for servers of the run, according to its responses, each with whether
   * the request asked to delete it with its server.
   */
  readonly volumes: ReadonlyMap<string, boolean>
  /** The volumes that existed before the run; undefined where that is not known, and then none is taken for the run's. */
  readonly earlier: ReadonlySet<string> | undefined
  readonly serverIds: ReadonlySet<string>
  /** Milliseconds after which an effect should show. */
  readonly propagationMs: number
}

/** Finds volumes that were made for servers of the run and are still there although the servers are gone. */
export class RemainingVolumes {
  readonly #options: RemainingVolumesOptions
  readonly #examined = new Set<string>()
  readonly #kept: ListedResource[] = []
  #listedSince: number | undefined

  constructor(options: RemainingVolumesOptions) {
    this.#options = options
  }

  /** Volumes that were to be deleted with their server, and were not. */
  get kept(): readonly ListedResource[] {
    return this.#kept
  }

  /**
   * Returns the volumes to delete. `isPending`: some are listed that may disappear in a moment. `listing`: all lists,
   * read after the servers were gone. `left`: servers that are left behind, and keep their volumes.
   */
  async find(
    listing: Listing,
    left: ReadonlySet<string>,
    now: number,
  ): Promise<{ isPending: boolean; volumes: readonly ListedResource[] }> {
    const { volumes, earlier, propagationMs } = this.#options
    const names = listing.get('volume')?.names ?? new Map<string, string>()
    const listed = [...volumes.keys()].filter(
      (id) => names.has(id) && earlier?.has(id) === false && !this.#examined.has(id),
    )
    if (listed.length === 0) return { isPending: false, volumes: [] }
    this.#listedSince ??= now
    if (now - this.#listedSince < Math.min(propagationMs, maxDelayMs)) return { isPending: true, volumes: [] }
    for (const id of listed) this.#examined.add(id)
    const found = await Promise.all(listed.map((id) => this.#examine(id, names.get(id) ?? '', left)))
    return { isPending: false, volumes: found.flat() }
  }

  /**
   * Returns a volume that belongs to no other server than one of the run that is gone, or nothing. One that cannot be
   * shown is still listed.
   */
  async #examine(id: string, name: string, left: ReadonlySet<string>): Promise<readonly ListedResource[]> {
    const { client, url, serverIds, volumes } = this.#options
    const volume: ListedResource = { kind: 'volume', id, name, url: `${url}/${encodeURIComponent(id)}` }
    const response = await client.request('GET', volume.url)
    if (shownState('volume', response).is === 'absent') return []
    const isOfGone = (attachment: unknown): boolean => {
      const server = textAt(attachment, 'server_id')
      return server !== undefined && serverIds.has(server) && !left.has(server)
    }
    if (!(response?.array('body/volume/attachments') ?? []).every(isOfGone)) return []
    const status = response?.isSuccess ? response.string('body/volume/status') : undefined
    if (volumes.get(id) === true && status !== undefined && status !== 'deleting') this.#kept.push(volume)
    return [volume]
  }
}
