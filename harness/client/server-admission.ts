import { resolvePointer } from '#contract'
import { InconclusiveError } from '../errors.ts'
import type { Admission } from '../fixtures/admission.ts'
import { type ListingClient, searchDelayMs, searchOf, searchWhileAwaited } from '../resources/unconfirmed-search.ts'
import type { RunContext } from '../run-context.ts'
import type { ApiResponse } from './api-response.ts'
import { isQuotaRejection } from './quota.ts'

/** Returns the number of servers that a createServer request creates, according to `min_count` and `max_count`. */
export function requestedServers(content: unknown): number {
  const counts = ['min_count', 'max_count'].map((name) => Number(resolvePointer(content, `body/server/${name}`)))
  return Math.max(1, ...counts.filter((count) => Number.isInteger(count) && count > 0))
}

const unreadable =
  'No complete list of the servers could be read, and the target may have created servers although it rejected their requests, so no more are created.'

/**
 * Resolves once no server of the run was created or deleted for as long as a deletion may take, so that waiting for capacity is
 * pointless; or when the run has ended. `signal` ends the timers: they would keep the process alive.
 */
function whenUnchanged({ capacity, pace, clock, ended }: RunContext, signal: AbortSignal): Promise<void> {
  const wait = async () => {
    let before: number
    do {
      before = capacity.changes
      await clock.sleep(pace.deadlineMs('delete', 'capacity'), signal)
    } while (capacity.changes !== before && !signal.aborted)
  }
  // Once a server cannot be deleted, the deadline is shorter.
  return Promise.race([wait(), capacity.undeletable.then(wait), ended])
}

/** Searches at intervals until the signal is aborted or a search fails. */
async function repeatSearch(search: () => Promise<void>, { clock }: RunContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(searchDelayMs, signal)
    if (!signal.aborted) await search()
  }
}

/**
 * Prevents a create whose server could not be found again if the target denies having created it.
 * @throws InconclusiveError
 */
function assertRecognizable({ capacity, ownServers }: RunContext, name: string): void {
  if (capacity.deniesCreates && !ownServers.owns(name))
    throw new InconclusiveError(
      'The target has created servers although it rejected their requests, so no create without a name of the run is sent: its server could not be found.',
      { blockedBy: 'servers.create.answers' },
    )
}

/**
 * Waits until the servers of a create request fit into the limit of the run. Unconfirmed servers are searched for meanwhile, because they
 * may turn out not to exist. `name`: of the servers; may be empty.
 * @throws InconclusiveError when they do not fit in time, or could never be recognized
 */
export async function admitServers(
  client: ListingClient & { readonly run: RunContext },
  count: number,
  name: string,
): Promise<Admission> {
  assertRecognizable(client.run, name)
  const { capacity, pace, clock, pool } = client.run
  const search = () => capacity.searchUnconfirmed(searchOf(client), () => clock.now())
  const searchIfNeeded = async () => {
    if (capacity.mayExceedLimit(count)) await search()
  }
  const ended = new AbortController()
  const expired = whenUnchanged(client.run, ended.signal)
  let isExpired = false
  void expired.then(() => {
    isExpired = true
  })
  void repeatSearch(searchIfNeeded, client.run, ended.signal).catch(() => undefined)
  try {
    for (;;) {
      await searchIfNeeded()
      // Servers that cannot be found use a part of the limit that the pool may have used before.
      pool.serve()
      const admission = await capacity.admit(count, expired).catch((error: unknown) => {
        if (count <= capacity.limit) pace.recordTimeout('delete', 'capacity')
        throw error
      })
      // Requests that were rejected during the wait may have created servers, too. The admission is kept during the search.
      if (capacity.mayExceedLimit(0)) await search()
      if (!capacity.mayExceedLimit(0) && capacity.used <= capacity.limit) return searchingAfter(admission, client)
      admission.cancel()
      if (isExpired) throw new InconclusiveError(unreadable, { blockedBy: capacity.unreadableBy })
      await clock.sleep(searchDelayMs)
    }
  } finally {
    ended.abort()
  }
}

/** Returns the admission, extended by a search for unconfirmed servers once it is settled. */
const searchingAfter = (admission: Admission, client: ListingClient): Admission => ({
  ...admission,
  settle(...result) {
    admission.settle(...result)
    void searchWhileAwaited(client).catch(() => undefined)
  },
})

/** How long to wait before each retry of a create, in milliseconds, while the quota may still count deleted servers. */
const quotaBackoffMs = [1_000, 2_000, 4_000]

/**
 * Sends a create. If the tenant's quota rejects it after servers of the run have been deleted, it is sent again for a while: Nova may free what
 * they used later than it stops showing them. Without this, a run would end with no servers at all.
 */
export async function sendUntilQuotaIsFreed(
  { capacity, pace, clock }: Pick<RunContext, 'capacity' | 'pace' | 'clock'>,
  send: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  let response = await send()
  const startedAt = clock.now()
  const deadline = startedAt + pace.deadlineMs('propagation', 'quota')
  for (const ms of quotaBackoffMs) {
    if (!isQuotaRejection(response)) {
      if (clock.now() > startedAt) pace.recordSuccess('propagation', clock.now() - startedAt, 'quota')
      return response
    }
    if (!capacity.hasDeleted || clock.now() + ms > deadline) return response
    await clock.sleep(ms)
    response = await send()
  }
  if (isQuotaRejection(response)) pace.recordTimeout('propagation', 'quota')
  return response
}

/**
 * Handles a create that exceeds the tenant's quota by making the number of existing servers the limit of the run.
 * @throws InconclusiveError when the run has no servers
 */
export function lowerToQuota({ capacity, pool, traits, settings }: RunContext, { status, text }: ApiResponse): void {
  if (capacity.used === 0)
    throw new InconclusiveError(`The quota of the tenant allows no server: ${status} ${text.slice(0, 300)}`)
  capacity.lowerToQuota()
  pool.serve()
  traits.addNote(
    `The tenant's quota allows fewer servers at once than --max-servers (${settings.maxServers}); the run continues with fewer.`,
  )
}
