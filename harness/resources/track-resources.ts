import type { ApiResponse } from '../client/api-response.ts'
import type { OutgoingRequest } from '../client/outgoing-request.ts'
import type { RunContext } from '../run-context.ts'
import { recordRemoval } from './removal-tracking.ts'

/**
 * Records in the journal that a resource of the run is gone, or which volumes a server has, if a response shows that; and which creates the
 * target accepts.
 */
export function trackResources(run: RunContext, request: OutgoingRequest, response: ApiResponse): void {
  recordRemoval(run, request, response)
  if (request.method === 'POST') run.traits.acceptedCreates.record(request, response)
  if (request.isAuthorized) run.serverVolumes.recordRequest(request.content, response)
  const [, id] = /\/servers\/([^/?]+)$/.exec(request.url) ?? []
  if (!request.isAuthorized || request.method !== 'GET' || id === undefined || !response.isSuccess) return
  if (!run.capacity.aliveIds.has(decodeURIComponent(id))) return
  const isWritable = (volume: string) => run.redactor.redact(volume) === volume && !run.earlier.has('volume', volume)
  const { ids, areDeletedWithServer } = run.serverVolumes.newIn(response)
  const volumes = ids.filter(isWritable)
  if (volumes.length > 0) run.journal.recordServerVolumes(volumes, areDeletedWithServer)
}
