import type { OperationId, RequirementId } from '#model'
import { type Contradiction, exchangeName, type ObservedResponse } from '../../oracle/observation.ts'
import { type ListedKeys, listedKeys } from './listed-keys.ts'
import { isAccepted, rememberIn, type TrafficCall, type TrafficRule } from './traffic-rule.ts'

const pageParameters = ['limit', 'marker', 'offset'] as const
type PageParameter = (typeof pageParameters)[number]
const isPageParameter = (name: string): boolean => pageParameters.some((parameter) => parameter === name)

/** A list that is read in pages. */
interface PagedList {
  readonly requirements: Readonly<Partial<Record<PageParameter, RequirementId>>>
  /** Whether only operators change the list. */
  readonly isConstant?: true
}

const lists: Readonly<Partial<Record<OperationId, PagedList>>> = {
  listServers: {
    requirements: { limit: 'servers.list.limit', marker: 'servers.list.marker' },
  },
  listServersDetail: {
    requirements: { limit: 'servers.detail.limit', marker: 'servers.detail.marker' },
  },
  listFlavors: {
    requirements: { limit: 'flavors.list.limit', marker: 'flavors.list.marker' },
    isConstant: true,
  },
  listVolumeAttachments: {
    requirements: { limit: 'attachments.list.limit', offset: 'attachments.list.offset' },
  },
}

/** The largest page size that the document allows. */
const maxLimit = 1_000

/** How many lists are remembered; each may have a thousand elements. */
const maxLists = 100

/** A list without page parameters, which was the same each time since it was first read. */
interface WholeList {
  readonly ids: readonly string[]
  /** When it was first read. */
  readonly since: number
  /** The contradictions of pages that differ from it; reported if the whole list is the same again. */
  readonly held: Map<RequirementId, Contradiction>
}

/** A part of a list. */
interface Part {
  readonly start: number
  readonly ids: readonly string[]
}

/**
 * Returns the parts of a list that a request may mean; none if the document does not define its values. The document leaves open whether a
 * page begins with its marker or after it.
 */
function partsFor(ids: readonly string[], query: URLSearchParams): readonly Part[] {
  const marker = query.get('marker')
  const [offset, limit] = [Number(query.get('offset') ?? 0), Number(query.get('limit') ?? maxLimit)]
  const markerIndex = marker === null ? -1 : ids.indexOf(marker)
  if (marker !== null && markerIndex < 0) return []
  if (!Number.isInteger(offset) || !Number.isInteger(limit) || offset < 0 || limit < 1 || limit > maxLimit) return []
  const starts = marker === null ? [offset] : [markerIndex + 1, markerIndex]
  return starts.map((start) => ({ start, ids: ids.slice(start, start + limit) }))
}

/** Tells whether a list has all elements of another one. */
function hasAll(ids: readonly string[], others: readonly string[]): boolean {
  const all = new Set(ids)
  return others.every((id) => all.has(id))
}

/** Tells whether a page is a part of a list, or the beginning of that part if a link leads to the rest. */
const isPart = (ids: readonly string[], part: Part, hasMore: boolean): boolean =>
  hasMore ? ids.every((id, index) => id === part.ids[index]) : ids.length === part.ids.length && hasAll(part.ids, ids)

/** Tells whether a page may be a part of an earlier list, which lacks some elements of the whole one. */
function isPartOfLess(ids: readonly string[], whole: readonly string[], { start, ids: part }: Part): boolean {
  if (ids.length > part.length) return false
  const positions = new Map(whole.map((id, position): [string, number] => [id, position]).toReversed())
  return ids.every((id, index) => (positions.get(id) ?? -1) >= start + index)
}

/** Compares the pages of a list with the whole list before and after them. */
export class ListPages implements TrafficRule {
  readonly #graceMs: number
  readonly #wholes = new Map<string, WholeList>()
  /** When the last request that removes an element from a list got its response. */
  #removedAt = Number.NEGATIVE_INFINITY

  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { operation, resource = '', query } = call
    const list = lists[operation]
    if (operation === 'deleteServer' || operation === 'detachVolume') this.#removedAt = response.receivedAt
    const listed = isAccepted(response) ? listedKeys(operation, response.body) : undefined
    // Several values of one parameter are alternatives.
    if (!list || !listed?.isWhole || new Set(query.keys()).size < query.size) return []
    const others = [...query].filter(([name]) => !isPageParameter(name)).toSorted()
    const key = `${operation} ${resource}?${new URLSearchParams(others)}`
    if (others.length < query.size) this.#readPage(this.#wholes.get(key), list, query, { ...response, ...listed })
    else if (!listed.hasMore) return this.#readWhole(key, listed.keys, response)
    return []
  }

  #readWhole(key: string, ids: readonly string[], { receivedAt }: ObservedResponse): readonly Contradiction[] {
    const known = this.#wholes.get(key)
    if (new Set(ids).size < ids.length) {
      // A list with an element twice, which violates another requirement, does not show what belongs on a page.
      this.#wholes.delete(key)
      return []
    }
    const isSame = known !== undefined && known.ids.join() === ids.join()
    rememberIn(this.#wholes, key, isSame ? known : { ids, since: receivedAt, held: new Map() }, maxLists)
    const found = isSame ? [...known.held.values()] : []
    known?.held.clear()
    return found
  }

  #readPage(
    whole: WholeList | undefined,
    { requirements, isConstant }: PagedList,
    query: URLSearchParams,
    page: ObservedResponse & ListedKeys,
  ): void {
    if (whole === undefined) return
    const { keys: ids, hasMore, exchange, sentAt } = page
    const parts = partsFor(whole.ids, query)
    const [expected] = parts
    // An element that is not in the whole list was created later.
    if (expected === undefined || !hasAll(whole.ids, ids)) return
    if (parts.some((part) => isPart(ids, part, hasMore))) return
    // A page that is older than the whole list may lack elements; it has others only if they were deleted since.
    const mayBeOlder = parts.some((part) => isPartOfLess(ids, whole.ids, part))
    const certainFrom = isConstant ? 0 : (mayBeOlder ? whole.since : this.#removedAt) + this.#graceMs
    if (sentAt < certainFrom) return
    const parameter = violatedParameter(query, ids.length > expected.ids.length)
    const requirement = requirements[parameter]
    if (requirement === undefined) return
    const name = exchangeName(exchange)
    whole.held.set(requirement, {
      requirement,
      message: `A page of a list (${name}, ${query}) differs from that part of the whole list, which was the same before and after it.`,
      at: 'body',
      expected: `${expected.ids.length} in ${name}: ${expected.ids.join(', ')}`,
      actual: `${ids.length} in ${name}: ${ids.join(', ')}`,
    })
  }
}

/** Returns the parameter that a wrong page violates: for a page that is too long, its limit, if it has one. */
const violatedParameter = (query: URLSearchParams, isTooLong: boolean): PageParameter => {
  const start = query.has('marker') ? 'marker' : 'offset'
  return query.has('limit') && (isTooLong || !query.has(start)) ? 'limit' : start
}
