/** Compares the description of a server in a detailed list with query parameters with that of showServer. */
import type { ApiResponse, Mismatch } from '#harness'
import type { Query } from '../pagination.ts'
import { isFromShow, isShown, listEntry, matchesShow } from './server-comparison.ts'
import { detailedList, type ReadList } from './server-list.ts'

/** Returns the difference between the two descriptions; undefined where one is missing, which other requirements cover. */
function differenceOf(shown: ApiResponse, id: string, list: ApiResponse): Mismatch | undefined {
  const isComparable =
    isShown(shown) && isFromShow(shown) && shown.id('body/server/id') === id && listEntry(list, id) !== undefined
  return isComparable ? matchesShow(shown, id)(list) : undefined
}

/**
 * Records a violation if the detailed list with these parameters describes a server differently than showServer. `shown`: the last
 * response to showServer. Where they differ, both are read again, because either may be outdated.
 */
export async function compareWithShow(
  read: ReadList,
  query: Query,
  list: ApiResponse,
  shown: ApiResponse,
): Promise<void> {
  const id = shown.id('body/server/id')
  if (read.list !== detailedList || id === undefined || differenceOf(shown, id, list) === undefined) return
  const { compute } = read
  let last = shown
  const readBoth = async () => {
    last = await compute.call('showServer', { path: { serverId: id } })
    return read(query)
  }
  const isSame = (now: ApiResponse) => differenceOf(last, id, now) === undefined
  const { value } = await compute.poll(readBoth, isSame, 'propagation', 'servers.show.equals-detail')
  const difference = differenceOf(last, id, value)
  if (difference) compute.recordViolation('servers.show.equals-detail', value, difference)
}
