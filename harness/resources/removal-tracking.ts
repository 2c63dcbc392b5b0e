import type { ApiResponse } from '../client/api-response.ts'
import type { OutgoingRequest } from '../client/outgoing-request.ts'
import { isShownDeleted } from '../waiting/server-status.ts'
import type { TrackingContext } from './creation-tracking.ts'

/** Volumes are deleted after the response to DELETE. */
const isVolume = (url: string): boolean => /\/volumes\/[^/]+$/.test(url)

/** A service that lists no volumes may return 404 for an existing volume, too. */
const isVolumeGone = ({ earlier }: TrackingContext, { status }: ApiResponse): boolean =>
  status === 404 && earlier.knows('volume')

/**
 * Records that a resource is gone: a read or delete does not find it, or a delete takes effect at once. A request with another
 * token or tenant says nothing about that.
 */
export function recordRemoval(
  run: TrackingContext,
  { method, url, isAuthorized }: Pick<OutgoingRequest, 'method' | 'url' | 'isAuthorized'>,
  response: ApiResponse,
): void {
  if (!isAuthorized || (method !== 'GET' && method !== 'DELETE')) return
  const [, serverId] = /\/servers\/([^/?]+)$/.exec(url) ?? []
  if (serverId !== undefined) recordServerRemoval(run, { method, url, id: decodeURIComponent(serverId) }, response)
  else if (
    isVolume(url) ? isVolumeGone(run, response) : response.status === 404 || (method === 'DELETE' && response.isSuccess)
  )
    run.journal.recordRemoved(url)
}

/** Statuses other than 404 that a target may return for a server which it has shown before and then deleted. */
const hidingStatuses = [400, 403, 410]

/**
 * Records that a server is gone when a read no longer finds it after the target has accepted its deletion. Otherwise, or if such reads have
 * missed servers before, the 404 may come from a replica that lags behind: then `deleteServer` checks again.
 */
function recordServerRemoval(
  { journal, capacity }: TrackingContext,
  { method, url, id }: { readonly method: string; readonly url: string; readonly id: string },
  response: ApiResponse,
): void {
  const { deletions } = capacity
  const isNotFound = response.status === 404
  if (method === 'DELETE' || (response.isSuccess && !isShownDeleted(response))) {
    if (method === 'GET') deletions.recordFound(id)
    else if (response.isSuccess) deletions.recordAccepted(id)
    else if (isNotFound) deletions.recordNotFoundByDelete(id)
    return
  }
  if (isNotFound && capacity.aliveIds.has(id)) deletions.recordMissed(id)
  const isHidden = hidingStatuses.includes(response.status) && deletions.wasReadAndDeleted(id)
  if (!isShownDeleted(response) && !isHidden && !(isNotFound && deletions.isProvenBy404(id))) return
  journal.recordRemoved(url)
  capacity.recordGone(id)
}
