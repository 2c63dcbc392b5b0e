/** Reads and checks the lists of flavors. */
import {
  ApiResponse,
  assume,
  type ComputeClient,
  containsItem,
  hasLength,
  hasValueMatching,
  isSuccess,
  type Matcher,
  type RequirementAssertion,
  requestLine,
  resolvePointer,
} from '#harness'
import type { RequirementId, TargetResources } from '#model'
import { isNotFound, recordEmptyAsNotFound } from './empty-lists.ts'
import { idOf, idsIn, nextQuery, type Query } from './pagination.ts'

/** Pointer to the list of flavors. */
export const flavors = 'body/flavors'
const flavorsLinks = 'body/flavors_links'

/** The maximum number of pages to read. */
const maxPages = 60

const withFlavors = ({ exchange, traits, sent }: ApiResponse, elements: readonly unknown[]): ApiResponse =>
  new ApiResponse({ ...exchange, status: 200 }, JSON.stringify({ flavors: elements }), traits, sent)

/** Returns an empty list for a response with which the target returned 404 instead. */
export const emptyPage = (response: ApiResponse): ApiResponse => withFlavors(response, [])

/** Lists flavors in detail: see `listFlavors`. */
export const listFlavorsDetail = (compute: ComputeClient, query: Query = {}): Promise<ApiResponse> =>
  listFlavors(compute, query, 'listFlavorsDetail')

/** Lists flavors. If the query has no limit, a list that the target returns in pages is read to its end. */
export async function listFlavors(
  compute: Pick<ComputeClient, 'call'>,
  query: Query = {},
  operation: 'listFlavors' | 'listFlavorsDetail' = 'listFlavors',
): Promise<ApiResponse> {
  let page = await compute.call(operation, { query })
  const elements = [...page.array(flavors)]
  for (let count = 1; count < maxPages && query['limit'] === undefined; count++) {
    const next = nextQuery(page, flavorsLinks)
    if (next === undefined) break
    page = await compute.call(operation, { query: { ...query, ...next } })
    // A page may begin with its marker.
    const isInclusive = idsIn(page, flavors)[0] === next['marker']
    const added = page.array(flavors).slice(isInclusive ? 1 : 0)
    if (!page.isSuccess || added.length === 0) break
    elements.push(...added)
  }
  if (!page.isSuccess || elements.length === page.array(flavors).length) return page
  return withFlavors(page, elements)
}

const hasFlavor = (list: readonly unknown[], id: string): boolean => list.some((flavor) => idOf(flavor) === id)

/** Matches a list of exactly these flavors, in any order. flavors.list.array covers a missing array. */
export const hasExactly = (ids: readonly string[]): Matcher =>
  hasValueMatching(flavors, ids.length === 0 ? 'no flavor' : `only ${ids.join(', ')}`, (value) => {
    if (!Array.isArray(value)) return true
    return value.length === ids.length && ids.every((id) => hasFlavor(value, id))
  })

/** Matches a page of this size, or a smaller one with a link to the next: the target may have a lower maximum. */
export const isPage =
  (limit: number): Matcher =>
  (response) => {
    const { length } = response.array(flavors)
    const isShort = length > 0 && length < limit && nextQuery(response, flavorsLinks) !== undefined
    return isShort ? undefined : hasLength(flavors, limit)(response)
  }

/** Matches a page of `limit` of these flavors, or of all when there are fewer. flavors.list.array covers a missing array. */
export const isPageOf =
  (ids: readonly string[], limit: number): Matcher =>
  (response) => {
    if (!Array.isArray(response.at(flavors))) return undefined
    const others = idsIn(response, flavors).filter((id) => !ids.includes(id))
    if (others.length === 0) return isPage(Math.min(limit, ids.length))(response)
    return {
      message: `${requestLine(response)} returned flavors that its other parameters exclude.`,
      at: flavors,
      expected: `${Math.min(limit, ids.length)} of ${ids.join(', ')}`,
      actual: others.join(', '),
    }
  }

/** Verifies that a list has the configured flavors, and each flavor once. `flavors.id` covers ids that are not strings. */
export function verifyConfiguredFlavors(
  assertion: RequirementAssertion,
  response: ApiResponse,
  { flavor, resizeFlavor, localFlavor, smallFlavor }: TargetResources,
): void {
  const ids = idsIn(response, flavors)
  assume(response.array(flavors).length === ids.length, 'Flavors have no id.', 'flavors.id')
  const configured = [flavor, resizeFlavor, localFlavor, smallFlavor].filter((one) => one !== undefined)
  assume(ids.length > 0 || configured.length > 0, 'The list has no flavor.')
  const areTexts = response.array(flavors).every((one) => typeof resolvePointer(one, 'flavor/id') === 'string')
  for (const id of configured) {
    assume(areTexts || ids.includes(id), `No flavor has the id ${id}.`, 'flavors.id')
    assertion.matches(response, containsItem(flavors, 'id', id))
  }
  assertion.matches(response, hasLength(flavors, new Set(ids).size))
}

/** A list of flavors, and the ids that it should have. */
interface ExpectedFlavors {
  readonly response: ApiResponse
  readonly ids: readonly string[]
  /** The requirement that the list is returned, which an empty list that is returned as 404 violates. Default: that of `GET /flavors`. */
  readonly list?: RequirementId
}

/** Verifies that a list has exactly the expected flavors, in any order. */
export function verifyFlavors(
  assertion: RequirementAssertion,
  compute: ComputeClient,
  { response, ids, list = 'flavors.list.answers' }: ExpectedFlavors,
): void {
  if (ids.length === 0 && isNotFound(response)) {
    recordEmptyAsNotFound(compute, list, response)
    assertion.pass()
  } else assertion.matches(response, isSuccess, hasExactly(ids))
}

/** Verifies that a list has no flavor that a lower bound excludes, and returns whether it has none. */
export function verifyBound(
  assertion: RequirementAssertion,
  list: ApiResponse,
  bound: { readonly parameter: string; readonly value: number; readonly sizes: ReadonlyMap<string, number> },
): boolean {
  const excluded = idsIn(list, flavors).filter((flavor) => Number(bound.sizes.get(flavor)) <= bound.value)
  assertion.holds(excluded.length === 0, list, {
    message: `${requestLine(list)} returned flavors that ${bound.parameter} excludes.`,
    at: flavors,
    expected: `only flavors with more than ${bound.value}`,
    actual: excluded.join(', '),
  })
  return excluded.length === 0
}
