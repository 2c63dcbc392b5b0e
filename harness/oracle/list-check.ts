import { resolvePointer } from '#contract'
import type { OperationId, RequirementId } from '#model'
import { filteredAttributes } from './filtered-attributes.ts'
import { type Contradiction, exchangeName, type ObservedCall, type ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** What two exchanges have to agree on in one list. */
interface ListRules {
  /** The member of the body that has the elements. */
  readonly member: string
  /** Pointer to what identifies an element. */
  readonly key: string
  /** Violated when the list leaves out what it should have; undefined for resources that the run does not create. */
  readonly complete?: RequirementId
  readonly filters: readonly Filter[]
  /** Violated by more elements than `limit`. */
  readonly limit?: RequirementId
}

interface Filter {
  readonly parameter: 'name' | 'flavor' | 'image'
  readonly requirement: RequirementId
}

/** A filter by name is a regular expression; of these characters, perhaps between anchors, it is a text that the name contains. */
const literal = /^\^?([\w-]+)\$?$/

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

/** The value that a filter compares, as the create request gave it and the server shows it; undefined when it may be another one. */
function givenValue(memory: ResourceMemory, { parameter }: Filter): string | undefined {
  const { requested, shown, changedBy } = filteredAttributes[parameter]
  const value = textAt(memory.request, requested)
  const isConfirmed = textAt(memory.description, shown) === value
  return isConfirmed && !memory.wasChangedBy(changedBy) ? value : undefined
}

const matches = (value: string, { parameter }: Filter, filter: string): boolean =>
  parameter === 'name' ? value.toLowerCase().includes(filter.toLowerCase()) : value === filter

/** Resources of the run in a list whose filter should leave them out. */
function findLostFilters(
  { filters, member, key }: ListRules,
  query: URLSearchParams,
  elements: readonly unknown[],
  memories: ReadonlyMap<string, ResourceMemory>,
): readonly Contradiction[] {
  return filters.flatMap((filter): readonly Contradiction[] => {
    const value = query.get(filter.parameter) ?? ''
    const wanted = filter.parameter === 'name' ? literal.exec(value)?.[1] : value
    if (!wanted) return []
    for (const [index, element] of elements.entries()) {
      const memory = memories.get(textAt(element, key) ?? '')
      const given = memory && givenValue(memory, filter)
      if (memory?.createdIn === undefined || given === undefined || matches(given, filter, wanted)) continue
      // The server has changed by itself, and the list heeds the filter.
      const listed = textAt(element, filteredAttributes[filter.parameter].shown)
      if (listed !== undefined && matches(listed, filter, wanted)) continue
      const name = exchangeName(memory.createdIn)
      return [
        {
          requirement: filter.requirement,
          message: `The list with ${filter.parameter}=${wanted} has a server that was created with another ${filter.parameter} (${name}).`,
          at: `body/${member}/${index}`,
          expected: `only servers with the ${filter.parameter} ${wanted}`,
          actual: given,
        },
      ]
    }
    return []
  })
}

/** A resource that its own response showed long enough ago, and that the whole list does not have. */
function findLeftOut(
  { complete, member, key }: ListRules,
  elements: readonly unknown[],
  memories: ReadonlyMap<string, ResourceMemory>,
  certainAt: number,
): readonly Contradiction[] {
  if (complete === undefined) return []
  const listed = new Set(elements.map((element) => textAt(element, key)))
  // That elements have it is another requirement.
  if (listed.has(undefined)) return []
  for (const [id, memory] of memories) {
    const { foundIn, foundSince } = memory
    if (listed.has(id) || memory.isDeleting || foundIn === undefined || foundSince === undefined) continue
    if (foundSince > certainAt) continue
    return [
      {
        requirement: complete,
        message: `The list leaves out ${id}, which an earlier response showed (${exchangeName(foundIn)}) and no request deleted.`,
        at: `body/${member}`,
        expected: `${id} among the elements`,
        actual: `${elements.length} elements without it`,
      },
    ]
  }
  return []
}

/** The default lengths of a page in the edition of May 2026, which does not say that a page links to the next one. */
const defaultPages: readonly number[] = [100, 1_000]

/**
 * Compares a list with what the run knows of its own resources: an unfiltered one has all of them, and a filter leaves out those
 * that were created with another value. `graceMs`: how long a new resource may be missing.
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
    resolvePointer(body, `body/${rules.member}_links`) !== undefined || defaultPages.includes(elements.length)
  if (query.size === 0) return hasNextPage ? [] : findLeftOut(rules, elements, memories, sentAt - graceMs)
  return [...findLostFilters(rules, query, elements, memories), ...findLostLimit(rules, query, elements)]
}

function findLostLimit(
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
