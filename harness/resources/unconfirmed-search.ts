import type { ListSearch } from '../fixtures/unconfirmed-servers.ts'
import type { RunContext } from '../run-context.ts'
import { isCompleteList, listNamed, type ServerListReader, whyUnreadable } from './own-servers.ts'

/** The interval between two searches for unconfirmed servers, in milliseconds. */
export const searchDelayMs = 1_000

/** The part of a client that lists servers. Listing adds servers with the run's name prefix to the run. */
export interface ListingClient extends ServerListReader {
  readonly run: Pick<RunContext, 'capacity' | 'clock' | 'ended'> & {
    readonly pool: Pick<RunContext['pool'], 'isAwaited' | 'serve'>
    readonly settings: Pick<RunContext['settings'], 'runId'>
  }
}

/** Lists the servers of the run. Resolves to whether the list was complete and, if it was not, to the violated requirement. */
export const searchOf =
  (client: ListingClient): (() => Promise<ListSearch>) =>
  async () => {
    const list = await listNamed(client, `conformance-${client.run.settings.runId}-`)
    return { isComplete: isCompleteList(list), unreadableBy: whyUnreadable(list) }
  }

/** The capacities for which a search is in progress. */
const searched = new WeakSet<object>()

/**
 * Searches for servers that a create without a conclusive response may have created, as long as tests wait for a server: until they are
 * found, or known not to exist, they count against the limit.
 */
export async function searchWhileAwaited(client: ListingClient): Promise<void> {
  const { capacity, pool, clock, ended } = client.run
  if (searched.has(capacity)) return
  searched.add(capacity)
  const stop = new AbortController()
  void ended.then(() => stop.abort())
  try {
    while (capacity.isUncertain && !stop.signal.aborted) {
      await clock.sleep(searchDelayMs, stop.signal)
      if (pool.isAwaited && !stop.signal.aborted) await capacity.searchUnconfirmed(searchOf(client), () => clock.now())
      pool.serve()
    }
  } finally {
    searched.delete(capacity)
  }
}
