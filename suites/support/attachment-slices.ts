/** Checks of `limit` and `offset` in the list of attachments. */
import {
  type ApiResponse,
  type ComputeClient,
  type Matcher,
  members,
  requestLine,
  resolvePointer,
  type Verify,
} from '#harness'
import { asText } from './as-text.ts'
import { isNotFound, recordEmptyAsNotFound } from './empty-lists.ts'
import type { Query } from './pagination.ts'

/** Pointer to the list of attachments. */
export const attachmentsPointer = 'body/volumeAttachments'

/** Returns the volume ids in a list of attachments. */
export const volumeIdsIn = (response: ApiResponse): string[] =>
  members(response, attachmentsPointer, 'volumeId').map(asText)

/** Returns the attachments in a list that name another server, and whose volume showServer does not show for this server. */
export function foreignAttachments(list: ApiResponse, shown: ApiResponse, serverId: string): readonly unknown[] {
  const own = members(shown, 'body/server/os-extended-volumes:volumes_attached', 'id')
  return list.array(attachmentsPointer).filter((attachment) => {
    const owner = resolvePointer(attachment, 'attachment/serverId')
    return (
      typeof owner === 'string' &&
      owner !== serverId &&
      !own.includes(resolvePointer(attachment, 'attachment/volumeId'))
    )
  })
}

/** Returns ids as text for a finding. */
export const formatIds = (ids: readonly string[]): string => ids.join(', ') || 'none'

/** Tells whether a successful response has no array, which attachments.list.array covers. */
const lacksArray = (response: ApiResponse): boolean =>
  response.isSuccess && !Array.isArray(response.at(attachmentsPointer))

/**
 * Matches a list of exactly these volumes or, if the list has no fixed order, of as many of all volumes. attachments.volume-id covers an id
 * that is not a string.
 */
const hasSlice =
  (expected: readonly string[], { all, isOrdered }: { all: readonly string[]; isOrdered: boolean }): Matcher =>
  (response) => {
    if (lacksArray(response)) return undefined
    const volumeIds = members(response, attachmentsPointer, 'volumeId')
    if (volumeIds.some((id) => typeof id !== 'string')) return undefined
    const isPart = volumeIds.length === expected.length && volumeIds.every((id) => all.includes(asText(id)))
    if (response.isSuccess && isPart && (!isOrdered || volumeIds.join() === expected.join())) return undefined
    return {
      message: `${requestLine(response)} returned ${countOf(response)}, not ${expected.length === volumeIds.length ? 'those expected' : expected.length}.`,
      at: attachmentsPointer,
      expected: formatIds(expected),
      actual: response.isSuccess ? formatIds(volumeIds.map(asText)) : String(response.status),
    }
  }

/** Matches a list of at most `limit` attachments. */
const hasAtMost =
  (limit: number): Matcher =>
  (response) =>
    lacksArray(response) || (response.isSuccess && response.array(attachmentsPointer).length <= limit)
      ? undefined
      : {
          message: `${requestLine(response)} returned ${countOf(response)}, more than its limit.`,
          at: attachmentsPointer,
          expected: `at most ${limit}`,
          actual: formatIds(volumeIdsIn(response)),
        }

const countOf = (response: ApiResponse): string => {
  const { length } = response.array(attachmentsPointer)
  if (!response.isSuccess) return `status ${response.status}`
  return `${length} ${length === 1 ? 'attachment' : 'attachments'}`
}

/** Lists the attachments of a server. */
export type ListAttachments = (query?: Query) => Promise<ApiResponse>

/** Verifies limit and offset. `ids`: the volume ids of all attachments; some checks need at least two. */
export async function verifySlices(
  verify: Verify,
  compute: ComputeClient,
  list: ListAttachments,
  ids: readonly string[],
): Promise<void> {
  const [limit, offset] = [verify.soft('attachments.list.limit'), verify.soft('attachments.list.offset')]
  for (const size of new Set([1, Math.max(1, ids.length - 1)]))
    limit.matches(await list({ limit: size }), hasAtMost(size))
  limit.matches(await list({ limit: ids.length + 1 }), hasSlice(ids, { all: ids, isOrdered: false }))
  // A target may apply a limit only without an offset.
  limit.matches(await list({ limit: 1, offset: 0 }), hasAtMost(1))
  const fromStart = await list({ offset: 0 })
  offset.matches(fromStart, hasSlice(ids, { all: ids, isOrdered: false }))
  // The document does not define an order. If the order changes from call to call, only the length of a slice is compared.
  const isOrdered = volumeIdsIn(fromStart).join() === ids.join()
  const sliceIs = async (query: Query, expected: readonly string[]) => {
    const slice = await list(query)
    if (expected.length === 0 && isNotFound(slice)) recordEmptyAsNotFound(compute, 'attachments.list.answers', slice)
    else offset.matches(slice, hasSlice(expected, { all: ids, isOrdered }))
  }
  await sliceIs({ offset: 1000 }, [])
  if (ids.length === 1) return
  const fromSecond = await list({ offset: 1 })
  // Nova counts a root disk on the host, which it does not list: every offset then skips one volume less.
  const hidden = volumeIdsIn(fromSecond).length === ids.length ? 1 : 0
  offset.matches(fromSecond, hasSlice(ids.slice(1 - hidden), { all: ids, isOrdered }))
  await sliceIs({ offset: 2 }, ids.slice(2 - hidden))
  await sliceIs({ limit: 1, offset: 1 }, ids.slice(1 - hidden, 2 - hidden))
}
