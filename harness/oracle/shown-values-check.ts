import { resolvePointer } from '#contract'
import { canonicalStatus, type OperationId, type RequirementId } from '#model'
import { filteredAttributes, hasValue, type WronglyShownAttributes } from './filtered-attributes.ts'
import { firstRepeated } from './first-repeated.ts'
import type { Contradiction, ObservedCall, ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** A parameter of a list whose effect is visible in the elements themselves. */
interface ShownFilter {
  readonly parameter: string
  readonly requirement: RequirementId
  /** Returns the value that an element shows; undefined when it must not be compared. */
  read(element: unknown): string | number | undefined
  /** Tells whether the parameter must leave out an element with this value; undefined when one of them has no clear meaning. */
  excludes(shown: string | number, values: readonly string[]): boolean | undefined
  /** The attribute that the filter compares, if a create request sets it. */
  readonly attribute?: (typeof filteredAttributes)[keyof typeof filteredAttributes]
}

type Memories = ReadonlyMap<string, ResourceMemory>

interface ShownList {
  readonly member: string
  /** Pointer to the id of an element. */
  readonly key: string
  /** Violated by a duplicate element. */
  readonly unique?: RequirementId
  /** Violated by a page with elements before the one that the parameter `marker` names. */
  readonly marker?: RequirementId
  readonly filters: readonly ShownFilter[]
}

const resourceId = /^([\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}|\d+)$/i
const utcTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/
/** `updated` is given in whole seconds. */
const timeResolutionMs = 1_000

const numberAt = (element: unknown, pointer: string): number | undefined => {
  const value = resolvePointer(element, `item/${pointer}`)
  return typeof value === 'number' ? value : undefined
}

/** The statuses that a server keeps until the next request, with the `vm_state` of each. The others are not compared with a filter. */
const vmStates: Readonly<Record<string, string>> = {
  ...{ ACTIVE: 'active', SHUTOFF: 'stopped', PAUSED: 'paused', SUSPENDED: 'suspended', ERROR: 'error' },
  ...{ RESCUE: 'rescued', SHELVED: 'shelved', SHELVED_OFFLOADED: 'shelved_offloaded' },
}

function isOtherStatus(shown: string | number, values: readonly string[]): boolean | undefined {
  const wanted = values.map(canonicalStatus)
  const status = canonicalStatus(String(shown))
  return [status, ...wanted].every((one) => Object.hasOwn(vmStates, one)) ? !wanted.includes(status) : undefined
}

/** Tells whether `vm_state` agrees with the status, so that the status is not a misnamed one. */
const statusAgreesWithVmState = (server: unknown): boolean =>
  vmStates[canonicalStatus(textAt(server, 'status') ?? '')] === textAt(server, 'OS-EXT-STS:vm_state')

/** Returns the status of a server without a task; during a task, a filter for `ACTIVE` may find a server that shows `RESIZE`. */
const statusAtRest = (server: unknown): string | undefined =>
  resolvePointer(server, 'item/OS-EXT-STS:task_state') === null && statusAgreesWithVmState(server)
    ? textAt(server, 'status')
    : undefined

const isOtherId = (shown: string | number, values: readonly string[]): boolean | undefined =>
  values.every((value) => resourceId.test(value)) ? !values.includes(String(shown)) : undefined

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
      { parameter: 'status', requirement: 'servers.detail.status', read: statusAtRest, excludes: isOtherStatus },
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
        // Nova shows a different time until the server has a host.
        read: (server) => (statusAtRest(server) === undefined ? undefined : textAt(server, 'updated')),
        excludes: isBefore,
      },
    ],
  },
  listAvailabilityZones: { member: 'availabilityZoneInfo', key: 'zoneName', unique: 'zones.name-unique', filters: [] },
  listKeypairs: { member: 'keypairs', key: 'keypair/name', unique: 'keypairs.list.answers', filters: [] },
  listServerGroups: { member: 'server_groups', key: 'id', unique: 'server-groups.list.answers', filters: [] },
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

/** What earlier responses have shown about the elements of lists. */
interface ListKnowledge {
  readonly wronglyShown: WronglyShownAttributes
  /** Tells whether a list may have several elements with this key, without violating the requirement about the list. */
  mayRepeat(member: string, key: string): boolean
}

/**
 * Compares the elements of a list with the parameters of the request, and with each other. A server of the run that was created with
 * the value of a filter belongs in the list, even if the list shows a different value: the attribute is wrong then, not the filter.
 */
export function checkShownValues(
  { operation, query }: ObservedCall,
  { body }: ObservedResponse,
  memories: Memories,
  { wronglyShown, mayRepeat }: ListKnowledge,
): readonly Contradiction[] {
  const list = lists[operation]
  const elements = list && resolvePointer(body, `body/${list.member}`)
  if (!list || !Array.isArray(elements)) return []
  return [
    ...findDuplicateElement(list, elements, mayRepeat),
    ...findElementBeforeMarker(list, query, elements),
    ...list.filters
      // Where the servers themselves show wrong values, elements do not show whether the filter works.
      .filter(({ attribute }) => !(attribute && wronglyShown.has(attribute)))
      .flatMap((filter) => findUnfilteredElement({ list, query, elements }, filter, memories)),
  ]
}

/** Finds an element that the list has twice. */
function findDuplicateElement(
  { member, key, unique }: ShownList,
  elements: readonly unknown[],
  mayRepeat: ListKnowledge['mayRepeat'],
): readonly Contradiction[] {
  const keys = elements.map((element) => textAt(element, key))
  const repeated = firstRepeated(keys.map((one) => (one === undefined || mayRepeat(member, one) ? undefined : one)))
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

/** Finds a page whose marker is not its first element. By the document a page begins with its marker, in Nova after it. */
function findElementBeforeMarker(
  { member, key, marker: requirement }: ShownList,
  query: URLSearchParams,
  elements: readonly unknown[],
): readonly Contradiction[] {
  const marker = query.get('marker')
  const index = marker ? elements.findIndex((element) => textAt(element, key) === marker) : -1
  if (requirement === undefined || index <= 0) return []
  return [
    {
      requirement,
      message: `The page with marker=${marker} has elements before the marker.`,
      at: `body/${member}/0`,
      expected: 'a page that begins with the marker or after it',
      actual: `${textAt(elements[0], key)}, and the marker at ${index}`,
    },
  ]
}

/** A list in a response, with the parameters of its request. */
interface FilteredList {
  readonly list: ShownList
  readonly query: URLSearchParams
  readonly elements: readonly unknown[]
}

/** Finds an element whose value shows that the filter must have left it out. */
function findUnfilteredElement(
  { list: { member, key }, query, elements }: FilteredList,
  filter: ShownFilter,
  memories: Memories,
): readonly Contradiction[] {
  const { parameter, requirement, read, excludes, attribute } = filter
  const values = query.getAll(parameter)
  if (values.length === 0 || values.includes('')) return []
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
      message: `The list with ${parameter}=${value} has an element with a different value.`,
      at: `body/${member}/${index}`,
      expected: `only elements that ${parameter}=${value} selects`,
      actual: String(read(elements[index])),
    },
  ]
}
