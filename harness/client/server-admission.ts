import { resolvePointer } from '#contract'
import { InconclusiveError } from '../errors.ts'
import type { Admission } from '../fixtures/admission.ts'
import { type ListingClient, searchDelayMs, searchOf, searchWhileAwaited } from '../resources/unconfirmed-search.ts'
import type { RunContext } from '../run-context.ts'
import type { ApiResponse } from './api-response.ts'

/** How many servers a createServer request may bring into being, by `min_count` and `max_count`. */
export function requestedServers(content: unknown): number {
  const counts = ['min_count', 'max_count'].map((name) => Number(resolvePointer(content, `body/server/${name}`)))
  return Math.max(1, ...counts.filter((count) => Number.isInteger(count) && count > 0))
}

const unreadable =
  'No complete list of the servers could be read, and the target may have created servers that its responses denied, so no more are created.'

/**
 * Waits until the servers of a create request fit into the limit of the run. `name`: of the servers; may be empty.
 * @throws InconclusiveError when they do not in time, or could never be recognized
 */
export async function admitServers(
  client: ListingClient & { readonly run: RunContext },
  count: number,
  name: string,
): Promise<Admission> {
  const { capacity, ownServers, pace, clock, pool } = client.run
  if (capacity.deniesCreates && !ownServers.owns(name))
    throw new InconclusiveError(
      'The target has created servers that its responses denied, so no create without a name of the run is sent: its server could not be found.',
      { blockedBy: 'servers.create.answers' },
    )
  const search = searchOf(client)
  const searchIfNeeded = async () => {
    if (capacity.mayExceedLimit(count)) await capacity.searchUnconfirmed(search, () => clock.now())
  }
  // A timer that goes on would keep the process alive.
  const ended = new AbortController()
  // Other tests use and delete servers meanwhile: only as long as nothing changes is waiting in vain.
  const wait = async () => {
    let before: number
    do {
      before = capacity.changes
      await clock.sleep(pace.deadlineMs('delete', 'capacity'), ended.signal)
    } while (capacity.changes !== before && !ended.signal.aborted)
  }
  // What has been learned by then shortens the wait.
  const expired = Promise.race([wait(), capacity.undeletable.then(wait), client.run.ended])
  // Unconfirmed servers turn out not to exist while the request waits.
  const searchAgain = async () => {
    while (!ended.signal.aborted) {
      await clock.sleep(searchDelayMs, ended.signal)
      if (!ended.signal.aborted) await searchIfNeeded()
    }
  }
  void searchAgain().catch(() => undefined)
  let isExpired = false
  void expired.then(() => {
    isExpired = true
  })
  try {
    for (;;) {
      await searchIfNeeded()
      // Servers that nobody can find use a part of the limit that the pool may have used before.
      pool.serve()
      const admission = await capacity.admit(count, expired).catch((error: unknown) => {
        if (count <= capacity.limit) pace.recordTimeout('delete', 'capacity')
        throw error
      })
      // Requests that were rejected during the wait may have created servers, too. The search keeps this one's turn.
      if (capacity.mayExceedLimit(0)) await capacity.searchUnconfirmed(search, () => clock.now())
      if (!capacity.mayExceedLimit(0) && capacity.used <= capacity.limit) return searchingAfter(admission, client)
      admission.cancel()
      if (isExpired) throw new InconclusiveError(unreadable)
      await clock.sleep(searchDelayMs)
    }
  } finally {
    ended.abort()
  }
}

/** The same admission; once it is settled, unconfirmed servers are searched for. */
const searchingAfter = (admission: Admission, client: ListingClient): Admission => ({
  ...admission,
  settle(...result) {
    admission.settle(...result)
    void searchWhileAwaited(client).catch(() => undefined)
  },
})

/**
 * Handles a create that the tenant's quota does not allow: the run goes on with as many servers as it has.
 * @throws InconclusiveError when it has none
 */
export function lowerToQuota({ capacity, pool, traits, settings }: RunContext, { status, text }: ApiResponse): void {
  if (capacity.used === 0)
    throw new InconclusiveError(`The quota of the tenant allows no server: ${status} ${text.slice(0, 300)}`)
  capacity.lowerToQuota()
  pool.serve()
  traits.addNote(
    `The tenant's quota allows fewer servers at once than --max-servers (${settings.maxServers}); the run goes on with those that it allows.`,
  )
}
