/** Checks of `limit` and `marker` alone: a target may apply them only together with other parameters. */
import { isDeepStrictEqual } from 'node:util'
import {
  type ApiResponse,
  type ComputeClient,
  hasLength,
  isSuccess,
  type Matcher,
  type RequirementAssertion,
  requestLine,
} from '#harness'
import { idsIn } from '../pagination.ts'
import { recordIfEmptyAsNotFound } from './filtered-list.ts'
import { isWellFormedList, type ReadList, serversPointer } from './server-list.ts'

/** The documented default and maximum of servers in a page. */
export const pageSizes = { default: 100, most: 1000 } as const

const isNotEmpty: Matcher = (page) =>
  page.array(serversPointer).length > 0
    ? undefined
    : {
        message: `${requestLine(page)} returned no server, although there are some.`,
        at: serversPointer,
        expected: 'at least one server',
        actual: 'none',
      }

/** Verifies `limit` without other parameters, on a list with servers. */
export async function verifyLimitAlone(limit: RequirementAssertion, read: ReadList): Promise<void> {
  limit.matches(await read({ limit: 1 }), isSuccess, hasLength(serversPointer, 1))
  const longest = await read({ limit: pageSizes.most })
  // A target may return fewer servers than the limit allows, or reject such a large limit.
  if (isWellFormedList(longest)) limit.matches(longest, isNotEmpty)
}

interface ListedServers {
  readonly compute: ComputeClient
  readonly read: ReadList
  /** Ids in the order of the list, at least up to both servers. */
  readonly order: readonly string[]
  /** Two servers that exist throughout, in that order. */
  readonly first: string
  readonly second: string
}

/** Verifies `marker` without other parameters: the page has the servers that come after it, and none that comes before. */
export async function verifyMarkerAlone(marker: RequirementAssertion, listed: ListedServers): Promise<void> {
  const { read, order, first, second } = listed
  const afterFirst = await readAfterFirst(listed, order)
  await verifyNoneMissing(marker, listed, afterFirst)
  const afterSecond = await read.page({ marker: second })
  recordIfEmptyAsNotFound(read, afterSecond)
  const hasSecond = idsIn(afterFirst, serversPointer).includes(second)
  // Only an ignored marker is a violation here: another test verifies markers together with a limit.
  const isIgnored = hasSecond && idsIn(afterSecond, serversPointer).includes(first)
  verifyNotBefore(marker, afterSecond, second, isIgnored ? first : undefined)
  if (!hasSecond) return
  // A target may apply the marker only without a limit. This page has one server, so the marker itself may be the only one.
  const page = await read({ marker: second, limit: 1 })
  const now = idsIn(await read.until(second)(), serversPointer)
  // The document does not define the order within a page: if the order changes, no server comes before another.
  if (!now.includes(second) || !isSameOrder(order, now)) return
  const isBefore = (id: string) => now.slice(0, now.indexOf(second)).includes(id)
  for (const one of [page, afterSecond]) verifyNotBefore(marker, one, second, idsIn(one, serversPointer).find(isBefore))
}

function verifyNotBefore(marker: RequirementAssertion, page: ApiResponse, id: string, earlier: string | undefined) {
  marker.holds(earlier === undefined, page, {
    message: `${requestLine(page)} returned a server that comes before the marker.`,
    at: serversPointer,
    expected: `no server before ${id}`,
    actual: `${earlier} too`,
  })
}

/** Returns the servers of the run that come after the first one in a list. */
const ownAfterFirst = ({ compute, first }: ListedServers, ids: readonly string[]): readonly string[] =>
  idsAfter(ids, first).filter((id) => compute.run.capacity.aliveIds.has(id))

/** Reads the servers after the first one, up to the last server of the run that comes after it in `ids`. */
const readAfterFirst = (listed: ListedServers, ids: readonly string[]): Promise<ApiResponse> =>
  listed.read.until(...ownAfterFirst(listed, ids))({ marker: listed.first })

/**
 * Verifies that a page after a marker has every server of the run that comes after it in the list, before and after the request. The
 * page is read repeatedly: lists may lag behind, and other tests create and delete servers.
 */
async function verifyNoneMissing(
  marker: RequirementAssertion,
  listed: ListedServers,
  page: ApiResponse,
): Promise<void> {
  const { compute, read, order, first, second } = listed
  const missingFrom = (response: ApiResponse, ids: readonly string[]): readonly string[] => {
    const found = idsIn(response, serversPointer)
    return ownAfterFirst(listed, ids).filter((id) => !found.includes(id))
  }
  let before = order
  let missing = missingFrom(page, before)
  const readAgain = async () => {
    const again = await readAfterFirst(listed, before)
    const now = idsIn(await read.until(first, second)(), serversPointer)
    missing = isSameOrder(before, now) ? missingFrom(again, before).filter((id) => now.includes(id)) : []
    before = now
    return again
  }
  if (missing.length === 0) return
  const isComplete = () => missing.length === 0
  const { value } = await compute.poll(readAgain, isComplete, 'propagation', 'the servers after a marker')
  if (!value.isSuccess) return marker.isSuccess(value)
  marker.holds(isComplete(), value, {
    message: `${requestLine(value)} left out a server that comes after the marker.`,
    at: serversPointer,
    expected: `${missing[0]} too`,
    actual: `${idsIn(value, serversPointer).length} servers`,
  })
}

/** Returns the ids after one in a list; none when the list does not contain it, or contains it twice. */
const idsAfter = (ids: readonly string[], id: string): readonly string[] =>
  ids.includes(id) && ids.indexOf(id) === ids.lastIndexOf(id) ? ids.slice(ids.indexOf(id) + 1) : []

/** Tells whether the servers that two lists have in common are in the same order. */
function isSameOrder(one: readonly string[], other: readonly string[]): boolean {
  const inBoth = (id: string) => one.includes(id) && other.includes(id)
  return isDeepStrictEqual(one.filter(inBoth), other.filter(inBoth))
}
