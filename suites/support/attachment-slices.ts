/** Parts of the list of attachments, by limit and offset. */
import { type ApiResponse, type ComputeClient, type Matcher, members, requestLine, type Verify } from '#harness'
import type { Query } from './pagination.ts'

export const attachmentsPointer = 'body/volumeAttachments'

export const volumeIdsIn = (response: ApiResponse): string[] =>
  members(response, attachmentsPointer, 'volumeId').map(String)

export const formatIds = (ids: readonly string[]): string => ids.join(', ') || 'none'

/** Exactly these volumes, in this order. attachments.volume-id covers an id that is not a string. */
const hasExactly =
  (ids: readonly string[]): Matcher =>
  (response) => {
    const value = response.at(attachmentsPointer)
    const volumeIds = members(response, attachmentsPointer, 'volumeId')
    if (volumeIds.some((id) => typeof id !== 'string')) return undefined
    if (Array.isArray(value) && volumeIds.join() === ids.join()) return undefined
    return {
      message: `${requestLine(response)} returned ${countOf(response)}, not ${ids.length}.`,
      at: attachmentsPointer,
      expected: formatIds(ids),
      actual: response.isSuccess ? formatIds(volumeIds.map(String)) : String(response.status),
    }
  }

const hasAtMost =
  (limit: number): Matcher =>
  (response) =>
    Array.isArray(response.at(attachmentsPointer)) && response.array(attachmentsPointer).length <= limit
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

/** An empty list that is returned as 404 is a violation of the list, not of the parameter that makes it empty. */
const isNotFound = ({ status }: ApiResponse): boolean => status === 404

/** Lists the attachments of a server. */
export type ListAttachments = (query?: Query) => Promise<ApiResponse>

/** Verifies limit and offset with the ids of all attachments, at least two. */
export async function verifySlices(
  verify: Verify,
  compute: ComputeClient,
  list: ListAttachments,
  ids: readonly string[],
): Promise<void> {
  const [limit, offset] = [verify.soft('attachments.list.limit'), verify.soft('attachments.list.offset')]
  limit.matches(await list({ limit: 1 }), hasAtMost(1))
  limit.matches(await list({ limit: ids.length - 1 || 1 }), hasAtMost(ids.length - 1 || 1))
  offset.matches(await list({ offset: 0 }), hasExactly(ids))
  const beyondEnd = await list({ offset: 1000 })
  if (isNotFound(beyondEnd)) {
    compute.recordViolation('attachments.list.answers', beyondEnd, {
      message: `${requestLine(beyondEnd)} returned 404 in place of an empty list.`,
      at: 'status',
      expected: '200 with an empty array',
      actual: '404',
    })
  } else offset.matches(beyondEnd, hasExactly([]))
  const fromSecond = await list({ offset: 1 })
  // Nova counts a root disk on the host, which it does not list: every offset then skips one volume less.
  const hidden = ids.length > 1 && hasExactly(ids)(fromSecond) === undefined ? 1 : 0
  if (hidden === 0) offset.matches(fromSecond, hasExactly(ids.slice(1)))
  if (ids.length === 1) return
  offset.matches(await list({ offset: 2 }), hasExactly(ids.slice(2 - hidden)))
  offset.matches(await list({ limit: 1, offset: 1 }), hasExactly(ids.slice(1 - hidden, 2 - hidden)))
}
