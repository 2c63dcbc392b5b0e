/**
 * Handles servers that a list contains but showServer does not return. This violates only `servers.show.answers`, or `servers.show.object`
 * where the response is a success without a server: from then on the run reads such servers in the detailed list, which has the same
 * attributes (서버 목록 상세 보기 and 서버 보기).
 */
import { resolvePointer } from '#contract'
import type { RequirementId } from '#model'
import { isCompleteList, listServers } from '../resources/own-servers.ts'
import { ApiResponse } from './api-response.ts'
import type { ComputeClient } from './compute-client.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { hasServerObject, withServerObject } from './unwrapped-server.ts'

/** Tells whether a response says nothing about the operation: an invalid token, too many requests, or an unavailable service. */
const saysNothing = (status: number): boolean => [401, 429, 502, 503, 504].includes(status)

const hasServer = (list: ApiResponse | undefined, id: string): boolean =>
  list?.array('body/servers').some((server) => resolvePointer(server, 'server/id') === id) === true

/** Returns the requirement that a response to showServer violates if the server exists; undefined for one that describes it. */
const violationBy = (shown: ApiResponse): RequirementId | undefined => {
  if (!shown.isSuccess) return 'servers.show.answers'
  return hasServerObject(shown) ? undefined : 'servers.show.object'
}

/**
 * Tells whether the list contains a server that showServer does not return. Then showServer is faulty, and not the creation of the
 * server.
 * @param shown the last response to showServer
 */
export async function isListedOnly(compute: ComputeClient, id: string, shown: ApiResponse): Promise<boolean> {
  if (violationBy(shown) === undefined || saysNothing(shown.status)) return false
  const list = await listServers(compute.withPhase('wait')).catch(() => undefined)
  return hasServer(list, id)
}

/**
 * Makes the run read servers in the list if that is necessary for this one. Returns whether it was not done before, so that a wait for the
 * server begins again.
 * @param shown the last response of the wait
 */
export async function startsReadingLists(compute: ComputeClient, id: string, shown: ApiResponse): Promise<boolean> {
  const { traits } = compute.run
  const violated = violationBy(shown)
  if (traits.readsLists || violated === undefined || !(await isListedOnly(compute, id, shown))) return false
  // The schema of the response covers the other one.
  if (violated === 'servers.show.answers')
    compute.recordViolation(violated, shown, {
      message: 'A server that is in the list cannot be shown.',
      at: 'status',
      expected: 'a success (2xx)',
      actual: String(shown.status),
    })
  traits.readLists(violated)
  return true
}

/**
 * Returns the response to showServer or, if that does not describe the server, the description of the server in the detailed list. While the run waits for a
 * server that it has read there, a complete list without it counts as 404.
 */
export async function shownOrListed(
  compute: ComputeClient,
  { isAuthorized, isInvalid }: OutgoingRequest,
  id: string,
  response: ApiResponse,
): Promise<ApiResponse> {
  const { traits } = compute.run
  if (!isAuthorized || isInvalid) return response
  const shown = withServerObject(response, id)
  if (!traits.readsLists || violationBy(shown) === undefined || saysNothing(shown.status)) return shown
  const list = await compute.call('listServersDetail').catch(() => undefined)
  const server = list?.array('body/servers').find((listed) => resolvePointer(listed, 'server/id') === id)
  if (list && server !== undefined) {
    traits.readInList.add(id)
    return new ApiResponse(list.exchange, JSON.stringify({ server }), traits)
  }
  const isGone = ['wait', 'cleanup'].includes(compute.phase) && traits.readInList.has(id)
  if (!list || !isGone || !isCompleteList(list)) return shown
  return new ApiResponse({ ...shown.exchange, status: 404 }, shown.text, traits)
}
