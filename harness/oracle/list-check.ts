import { resolvePointer } from '#contract'
import type { OperationId, RequirementId } from '#model'
import { filteredAttributes } from './filtered-attributes.ts'
import { type Contradiction, exchangeName, type ObservedCall, type ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** The rules by which one list is compared with the run's resources. */
interface ListRules {
  /** The member of the body that holds the elements. */
  readonly member: string
  /** Pointer to the id or name of an element. */
  readonly key: string
  /** Violated by a missing element; undefined for resources that the run does not create. */
  readonly complete?: RequirementId
  readonly filters: readonly Filter[]
  /** Violated by more elements than the parameter `limit` allows. */
  readonly limit?: RequirementId
}

interface Filter {
  readonly parameter: 'name' | 'flavor' | 'image'
  readonly requirement: RequirementId
}

/** A filter by name is a regular expression. One that matches this, anchors aside, selects the names that contain the text literally. */
const literalFilter = /^\^?([\w-]+)\$?$/

const lists: Readonly<Partial<Record<OperationId, ListRules>>> = {
  listServers: {
    member: 'servers',
    key: 'id',
    complete: 'servers.list.answers',
    limit: 'servers.list.limit',
    filters: [
      { parameter: 'name', requirement: 'servers.list.name' },
      { parameter: 'flavor', requirement: 'servers.list.flavor' },
      { parameter: 'image', requirement: 'servers.list.image' },
    ],
  },
  listServersDetail: {
    member: 'servers',
    key: 'id',
    complete: 'servers.detail.answers',
    limit: 'servers.detail.limit',
    filters: [
      { parameter: 'name', requirement: 'servers.detail.name' },
      { parameter: 'flavor', requirement: 'servers.detail.flavor' },
      { parameter: 'image', requirement: 'servers.detail.image' },
    ],
  },
  listFlavors: { member: 'flavors', key: 'id', limit: 'flavors.list.limit', filters: [] },
  listVolumeAttachments: { member: 'volumeAttachments', key: 'volumeId', limit: 'attachments.list.limit', filters: [] },
  listKeypairs: { member: 'keypairs', key: 'keypair/name', complete: 'keypairs.list.answers', filters: [] },
}

/** Returns the value that a filter compares, if the create request and the server agree on it and no request may have changed it. */
function confirmedValue(memory: ResourceMemory, { parameter }: Filter): string | undefined {
  const { requested, shown, changedBy } = filteredAttributes[parameter]
  const value = textAt(memory.request, requested)
  const isConfirmed = textAt(memory.description, shown) === value
  return isConfirmed && !memory.wasChangedBy(changedBy) ? value : undefined
}

const matches = (value: string, { parameter }: Filter, filter: string): boolean =>
  parameter === 'name' ? value.toLowerCase().includes(filter.toLowerCase()) : value === filter

/** Finds servers of the run in a list whose filter must leave them out. */
function findFilterViolations(
  { filters, member, key }: ListRules,
  query: URLSearchParams,
  elements: readonly unknown[],
  memories: ReadonlyMap<string, ResourceMemory>,
): readonly Contradiction[] {
  return filters.flatMap((filter): readonly Contradiction[] => {
    const value = query.get(filter.parameter) ?? ''
    const wanted = filter.parameter === 'name' ? literalFilter.exec(value)?.[1] : value
    if (!wanted) return []
    for (const [index, element] of elements.entries()) {
      const memory = memories.get(textAt(element, key) ?? '')
      const actual = memory && confirmedValue(memory, filter)
      if (memory?.createdIn === undefined || actual === undefined || matches(actual, filter, wanted)) continue
      // The list applies the filter to the value that it shows. A wrong value in the list violates another requirement.
      const listed = textAt(element, filteredAttributes[filter.parameter].shown)
      if (listed !== undefined && matches(listed, filter, wanted)) continue
      const name = exchangeName(memory.createdIn)
      return [
        {
          requirement: filter.requirement,
          message: `The list with ${filter.parameter}=${wanted} has a server that was created with a different ${filter.parameter} (${name}).`,
          at: `body/${member}/${index}`,
          expected: `only servers with the ${filter.parameter} ${wanted}`,
          actual,
        },
      ]
    }
    return []
  })
}

/** Finds a resource that was shown before `certainAt`, in milliseconds since the epoch, and is not in the unfiltered list. */
function findMissingElement(
  { complete, member, key }: ListRules,
  elements: readonly unknown[],
  memories: ReadonlyMap<string, ResourceMemory>,
  certainAt: number,
): readonly Contradiction[] {
  if (complete === undefined) return []
  const listed = new Set(elements.map((element) => textAt(element, key)))
  // A schema requirement covers elements without an id or name.
  if (listed.has(undefined)) return []
  const missing = [...memories].filter(
    ([id, { isDeleting, firstShownAt = Number.POSITIVE_INFINITY }]) =>
      !listed.has(id) && !isDeleting && firstShownAt <= certainAt,
  )
  const [id, memory] = missing.find(([, { wasLeftOut }]) => !wasLeftOut) ?? missing[0] ?? []
  if (id === undefined || memory?.lastShownIn === undefined) return []
  memory.wasLeftOut = true
  return [
    {
      requirement: complete,
      message: `The list leaves out ${id}, which an earlier response showed (${exchangeName(memory.lastShownIn)}) and no request deleted.`,
      at: `body/${member}`,
      expected: `${id} among the elements`,
      actual: `${elements.length} elements without it`,
      assumes: { kind: member === 'keypairs' ? 'keypair' : 'server', id },
    },
  ]
}

/** The default page sizes in edition 2026-05, which does not require a page to link to the next one. */
const defaultPageSizes: readonly number[] = [100, 1_000]

/**
 * Compares a list with the run's own resources: an unfiltered list contains all of them, and a filter leaves out those that were
 * created with a different value. `graceMs`: how long a new resource may be missing, in milliseconds.
 */
export function checkList(
  { operation, query }: ObservedCall,
  { body, sentAt }: ObservedResponse,
  memories: ReadonlyMap<string, ResourceMemory>,
  graceMs: number,
): readonly Contradiction[] {
  const rules = lists[operation]
  const elements = rules && resolvePointer(body, `body/${rules.member}`)
  if (!rules || !Array.isArray(elements)) return []
  const hasNextPage =
    resolvePointer(body, `body/${rules.member}_links`) !== undefined || defaultPageSizes.includes(elements.length)
  if (query.size === 0) return hasNextPage ? [] : findMissingElement(rules, elements, memories, sentAt - graceMs)
  return [...findFilterViolations(rules, query, elements, memories), ...findExceededLimit(rules, query, elements)]
}

/** Finds a list with more elements than its parameter `limit` allows. */
function findExceededLimit(
  { limit, member }: ListRules,
  query: URLSearchParams,
  elements: readonly unknown[],
): readonly Contradiction[] {
  const most = Number(query.get('limit') ?? Number.NaN)
  if (limit === undefined || !Number.isInteger(most) || most < 1 || elements.length <= most) return []
  return [
    {
      requirement: limit,
      message: `The list with limit=${most} has ${elements.length} elements.`,
      at: `body/${member}`,
      expected: `at most ${most}`,
      actual: String(elements.length),
    },
  ]
}
