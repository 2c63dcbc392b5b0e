import { resolvePointer } from '#contract'
import { canonicalStatus, type OperationId, type RequirementId } from '#model'
import { filteredAttributes, hasValue, isMisshown } from './filtered-attributes.ts'
import { firstRepeated } from './first-repeated.ts'
import type { Contradiction, ObservedCall, ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** A parameter whose effect the elements of the list show by themselves. */
interface ShownFilter {
  readonly parameter: string
  readonly requirement: RequirementId
  /** What the element shows; undefined when that says nothing. */
  read(element: unknown): string | number | undefined
  /** Whether the parameter should leave out an element that shows this; undefined for a value that may mean something else. */
  excludes(shown: string | number, values: readonly string[]): boolean | undefined
  /** What the filter compares, where a create request gives it. */
  readonly attribute?: (typeof filteredAttributes)[keyof typeof filteredAttributes]
}

type Memories = ReadonlyMap<string, ResourceMemory>

interface ShownList {
  readonly member: string
  /** Where an element has its id. */
  readonly key: string
  /** Violated by a list that has an element twice. */
  readonly unique?: RequirementId
  /** Violated by a page that has elements before the one which `marker` names. */
  readonly marker?: RequirementId
  readonly filters: readonly ShownFilter[]
}

const id = /^([\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}|\d+)$/i
const utcTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/
/** `updated` has whole seconds. */
const timeResolutionMs = 1_000

const numberAt = (element: unknown, pointer: string): number | undefined => {
  const value = resolvePointer(element, `item/${pointer}`)
  return typeof value === 'number' ? value : undefined
}

/** Statuses that servers rest in, and that a filter may ask for. */
const statuses = new Set([
  'ACTIVE',
  'SHUTOFF',
  'PAUSED',
  'SUSPENDED',
  'ERROR',
  'RESCUE',
  'SHELVED',
  'SHELVED_OFFLOADED',
])

function isOtherStatus(shown: string | number, values: readonly string[]): boolean | undefined {
  const wanted = values.map(canonicalStatus)
  const status = canonicalStatus(String(shown))
  return [status, ...wanted].every((one) => statuses.has(one)) ? !wanted.includes(status) : undefined
}

const vmStates: Readonly<Record<string, string>> = {
  ...{ ACTIVE: 'active', SHUTOFF: 'stopped', PAUSED: 'paused', SUSPENDED: 'suspended', ERROR: 'error' },
  ...{ RESCUE: 'rescued', SHELVED: 'shelved', SHELVED_OFFLOADED: 'shelved_offloaded' },
}

const hasOwnVmState = (server: unknown): boolean =>
  vmStates[canonicalStatus(textAt(server, 'status') ?? '')] === textAt(server, 'OS-EXT-STS:vm_state')

/** Not while something is done to the server: `ACTIVE` may then find one that shows `RESIZE`. Nor where the status may be misnamed. */
const statusAtRest = (server: unknown): string | undefined =>
  resolvePointer(server, 'item/OS-EXT-STS:task_state') === null && hasOwnVmState(server)
    ? textAt(server, 'status')
    : undefined

const isOtherId = (shown: string | number, values: readonly string[]): boolean | undefined =>
  values.every((value) => id.test(value)) ? !values.includes(String(shown)) : undefined

function isBefore(shown: string | number, [since = '']: readonly string[]): boolean | undefined {
  if (!utcTime.test(since) || !utcTime.test(String(shown))) return undefined
  return Date.parse(String(shown)) + timeResolutionMs <= Date.parse(since)
}

const isLess = (shown: string | number, [least = '']: readonly string[]): boolean | undefined =>
  /^\d+$/.test(least) ? Number(shown) < Number(least) : undefined

const lists: Readonly<Partial<Record<OperationId, ShownList>>> = {
  listServers: {
    member: 'servers',
    key: 'id',
    unique: 'servers.list.answers',
    marker: 'servers.list.marker',
    filters: [],
  },
  listServersDetail: {
    member: 'servers',
    key: 'id',
    unique: 'servers.detail.answers',
    marker: 'servers.detail.marker',
    filters: [
      {
        parameter: 'status',
        requirement: 'servers.detail.status',
        read: statusAtRest,
        excludes: isOtherStatus,
      },
      {
        parameter: 'flavor',
        requirement: 'servers.detail.flavor',
        read: (server) => (statusAtRest(server) === undefined ? undefined : textAt(server, 'flavor/id')),
        excludes: isOtherId,
        attribute: filteredAttributes.flavor,
      },
      {
        parameter: 'image',
        requirement: 'servers.detail.image',
        read: (server) => textAt(server, 'image/id'),
        excludes: isOtherId,
        attribute: filteredAttributes.image,
      },
      {
        parameter: 'changes-since',
        requirement: 'servers.detail.changes-since',
        // Nova shows a time of its own for a server that no host has taken yet.
        read: (server) => (statusAtRest(server) === undefined ? undefined : textAt(server, 'updated')),
        excludes: isBefore,
      },
    ],
  },
  listFlavors: {
    member: 'flavors',
    key: 'id',
    unique: 'flavors.list.answers',
    marker: 'flavors.list.marker',
    filters: [],
  },
  listFlavorsDetail: {
    member: 'flavors',
    key: 'id',
    unique: 'flavors.detail.answers',
    filters: [
      {
        parameter: 'minRam',
        requirement: 'flavors.detail.min-ram',
        read: (flavor) => numberAt(flavor, 'ram'),
        excludes: isLess,
      },
      {
        parameter: 'minDisk',
        requirement: 'flavors.detail.min-disk',
        read: (flavor) => numberAt(flavor, 'disk'),
        excludes: isLess,
      },
    ],
  },
}

/**
 * Compares the elements of a list with the parameters that it was asked for: what an element shows is enough to tell that a filter has
 * not left it out, or that a page does not begin after its marker. A server of the run that was created with the value of the filter
 * belongs in the list: that it shows another one is not the fault of the list.
 */
export function checkShownValues(
  { operation, query }: ObservedCall,
  { body }: ObservedResponse,
  memories: Memories,
): readonly Contradiction[] {
  const list = lists[operation]
  const elements = list && resolvePointer(body, `body/${list.member}`)
  if (!list || !Array.isArray(elements)) return []
  return [
    ...findTwice(list, elements),
    ...findMarker(list, query, elements),
    ...list.filters.flatMap((filter) => findLeftIn(list, filter, query, elements, memories)),
  ]
}

function findTwice({ member, key, unique }: ShownList, elements: readonly unknown[]): readonly Contradiction[] {
  const repeated = firstRepeated(elements.map((element) => textAt(element, key)))
  if (unique === undefined || repeated === undefined) return []
  const { value, first, second } = repeated
  return [
    {
      requirement: unique,
      message: `The list has ${value} twice.`,
      at: `body/${member}/${second}`,
      expected: 'each element once',
      actual: `${value} at ${first} and ${second}`,
    },
  ]
}

function findMarker(
  { member, key, marker: requirement }: ShownList,
  query: URLSearchParams,
  elements: readonly unknown[],
): readonly Contradiction[] {
  const marker = query.get('marker')
  const index = marker ? elements.findIndex((element) => textAt(element, key) === marker) : -1
  // By the document a page begins with its marker, in Nova after it.
  if (requirement === undefined || index <= 0) return []
  return [
    {
      requirement,
      message: `The page with marker=${marker} has elements before the marker.`,
      at: `body/${member}/${index}`,
      expected: 'a page that begins with the marker or after it',
      actual: `${marker}`,
    },
  ]
}

function findLeftIn(
  { member, key }: ShownList,
  filter: ShownFilter,
  query: URLSearchParams,
  elements: readonly unknown[],
  memories: Memories,
): readonly Contradiction[] {
  const { parameter, requirement, read, excludes, attribute } = filter
  const values = query.getAll(parameter)
  if (values.length === 0 || values.includes('')) return []
  // Where servers show wrong values, what elements show tells nothing of the filter.
  if (attribute && [...memories.values()].some((memory) => isMisshown(memory, attribute))) return []
  const index = elements.findIndex((element) => {
    const shown = read(element)
    if (shown === undefined || excludes(shown, values) !== true) return false
    const memory = memories.get(textAt(element, key) ?? '')
    return !(memory && attribute && hasValue(memory, attribute, values))
  })
  if (index < 0) return []
  const value = values.join(' or ')
  return [
    {
      requirement,
      message: `The list with ${parameter}=${value} has an element that shows another value.`,
      at: `body/${member}/${index}`,
      expected: `only elements that ${parameter}=${value} selects`,
      actual: String(read(elements[index])),
    },
  ]
}
