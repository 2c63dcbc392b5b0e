import { serverVolumes } from '#engine/journal'
import type { CleanupClient } from './client.ts'
import type { ResourceCollection } from './collections.ts'
import type { DeletionContext } from './deletion.ts'
import type { ListedResource, Listing } from './list-resources.ts'
import { RemainingPorts } from './remaining-ports.ts'
import { RemainingVolumes } from './remaining-volumes.ts'

/** The options of a search for remaining volumes and ports. */
export interface RemainingResourcesOptions {
  readonly client: CleanupClient
  readonly collections: readonly ResourceCollection[]
  readonly context: DeletionContext
  readonly journalLines: readonly string[]
  readonly serverIds: ReadonlySet<string>
}

/** Finds volumes and ports that the target has created for servers of the run and did not delete with them. */
export class RemainingResources {
  readonly #volumes: RemainingVolumes
  readonly #ports: RemainingPorts

  constructor({ client, collections, context, journalLines, serverIds }: RemainingResourcesOptions) {
    const { earlier, limits } = context
    const { propagationMs } = limits
    this.#volumes = new RemainingVolumes({
      client,
      url: collections.find(({ kind }) => kind === 'volume')?.url ?? '',
      volumes: serverVolumes(journalLines),
      earlier: earlier.volume,
      serverIds,
      propagationMs,
    })
    this.#ports = new RemainingPorts({ earlier, serverIds, propagationMs })
  }

  /** Volumes that were to be deleted with their server, and were not. */
  get keptVolumes(): readonly ListedResource[] {
    return this.#volumes.kept
  }

  /** Returns the volumes and ports to delete. The parameters are those of `RemainingVolumes.find`. */
  async find(
    listing: Listing,
    left: ReadonlySet<string>,
    now: number,
  ): Promise<{ readonly isPending: boolean; readonly resources: readonly ListedResource[] }> {
    const ofVolumes = await this.#volumes.find(listing, left, now)
    const ofPorts = this.#ports.find(listing, left, now)
    return {
      isPending: ofVolumes.isPending || ofPorts.isPending,
      resources: [...ofVolumes.volumes, ...ofPorts.ports],
    }
  }
}
