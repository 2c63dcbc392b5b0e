import type { ApiResponse, ComputeClient } from '#harness'
import { canonicalStatus } from '#model'
import { orNone } from '../support/or-none.ts'
import { excludesServerOrIsRejected } from '../support/servers/filtered-list.ts'
import { listReader, type ServerList } from '../support/servers/server-list.ts'

/**
 * Records a violation by a list of stopped servers that has a server in another status: a target may ignore the reservation next to other
 * parameters. No request has stopped the server, but it may have been built powered off, or another test may start it.
 */
export async function recordIfListedAsStopped(
  compute: ComputeClient,
  list: ServerList,
  { reservationId, first }: { readonly reservationId: string; readonly first: string },
): Promise<void> {
  const read = () => orNone(listReader(compute, list)({ reservation_id: reservationId, status: 'SHUTOFF' }))
  const mismatchOf = (stopped: ApiResponse | undefined) => stopped && excludesServerOrIsRejected(first)(stopped)
  if (mismatchOf(await read()) === undefined) return
  const readStatus = async () => {
    const shown = await compute.call('showServer', { path: { serverId: first } })
    return canonicalStatus(shown.string('body/server/status') ?? 'SHUTOFF')
  }
  const before = await readStatus()
  const stopped = await read()
  const isOther = before !== 'SHUTOFF' && (await readStatus()) === before
  const mismatch = mismatchOf(stopped)
  if (stopped && mismatch && isOther) compute.recordViolation(list.requirements.status, stopped, mismatch)
}
