import type { OperationCall } from '../services/operation.ts'
import { indexAfterMarker, maximumPage, queryValue, readLimit } from '../services/pagination.ts'
import type { Defect } from './define-fault.ts'

/** The lists in pages that have these faults, each by its own name. */
export type PagedList = 'flavors.list' | 'servers.list' | 'servers.detail'

/** The description of a fault and its defects, for `defineFault`. */
export type DescribedDefects = readonly [description: string, first: Defect, ...others: Defect[]]

export const isCallOf =
  (operation: string) =>
  (call: OperationCall): boolean =>
    call.operation === operation

const hasMarker = (list: PagedList) => (call: OperationCall) =>
  isCallOf(list)(call) && (queryValue(call.query, 'marker') ?? '') !== ''

export function limitIgnored(list: PagedList): DescribedDefects {
  return [
    `A page of ${list} is longer than its limit.`,
    readLimit.overrideWhen(isCallOf(list), (original, call) => {
      original(call)
      return Number.POSITIVE_INFINITY
    }),
  ]
}

export function markerSkips(list: PagedList): DescribedDefects {
  return [
    `A page of ${list} omits the first item after its marker.`,
    indexAfterMarker.overrideWhen(hasMarker(list), (original, call, items) => original(call, items) + 1),
  ]
}

export function markerIgnored(list: PagedList): DescribedDefects {
  return [
    `Every page of ${list} is the first one.`,
    indexAfterMarker.overrideWhen(hasMarker(list), (original, call, items) => {
      original(call, items)
      return 0
    }),
  ]
}

export function badPagingAccepted(list: PagedList): DescribedDefects {
  return [
    `${list} ignores a malformed limit and an unknown marker.`,
    readLimit.insteadOfRejection(() => maximumPage, isCallOf(list)),
    indexAfterMarker.insteadOfRejection(() => 0, isCallOf(list)),
  ]
}

/** Tells whether a query has a parameter without a value. */
export function hasEmptyValue(url: string): boolean {
  return [...new URL(url).searchParams.values()].includes('')
}
