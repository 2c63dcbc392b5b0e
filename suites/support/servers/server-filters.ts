/** The filters of the two lists of servers, with example queries for a given server. */
import { type ApiResponse, assume, assumeDefined, type ComputeClient, InconclusiveError } from '#harness'
import type { TargetSettings } from '#model'
import { idsIn, type Query } from '../pagination.ts'
import { nonexistentId } from '../rejections.ts'
import type { ServerList } from './server-list.ts'
import { whyOtherFlavor } from './server-resize.ts'
import { isBuilding, powerOff, powerStatePointer, statusPointer, vmStatePointer } from './server-state.ts'

/** Queries with one filter, by their effect on a given server. */
interface FilterExamples {
  /** The list contains the server. */
  readonly matching: readonly Query[]
  /** The list leaves out the server. */
  readonly nonMatching: readonly Query[]
  /** The value is unknown to the target: it leaves out the server or rejects the query. */
  readonly invalid: readonly Query[]
}

interface ServerFilter {
  readonly requirement: keyof ServerList['requirements']
  readonly title: string
  /**
   * Returns examples for a server from its showServer response and the ids of all flavors.
   * @throws InconclusiveError when the server does not show the attribute to filter by
   */
  examples(shown: ApiResponse, target: TargetSettings, flavorIds: readonly string[]): FilterExamples
}

const minuteMs = 60_000
/** A day in milliseconds: more than the difference between any two time zones. */
export const dayMs = 24 * 60 * minuteMs

/**
 * Requires that the time of the last change (`updated`, in milliseconds since the epoch) is not in the future: no list of changes contains
 * such a server. Without a `Date` header the clock of the target may be wrong by a day.
 * @throws InconclusiveError when it is in the future
 */
export function assumeNotInFuture(shown: ApiResponse, updated: number): void {
  const now = Date.parse(shown.exchange.headers['date'] ?? '')
  const latest = Number.isNaN(now) ? Date.now() + dayMs : now + 5 * minuteMs
  assume(updated <= latest, 'The server shows a change in the future.', 'servers.updated')
}

/** Returns a time in the format of the document: UTC, without a fraction. */
export const formatUtc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

const statuses = ['ACTIVE', 'SHUTOFF', 'ERROR'] as const

/** The statuses of the document for the states of a machine: `_STATE_MAP` in nova/api/openstack/common.py. */
const statusOfVmState: Readonly<Record<string, (typeof statuses)[number]>> = {
  active: 'ACTIVE',
  stopped: 'SHUTOFF',
  error: 'ERROR',
}

/**
 * Returns the documented status by which a list must find a server: the status that it shows or, if that is not a documented one, the status
 * that belongs to its `vm_state`. Undefined if neither is documented.
 */
export function documentedStatus(shown: ApiResponse): (typeof statuses)[number] | undefined {
  const own = statuses.find((status) => status === shown.string(statusPointer))
  const ofPower = shown.at(powerStatePointer) === powerOff ? 'SHUTOFF' : 'ACTIVE'
  const vmState = shown.string(vmStatePointer)
  return own ?? (vmState === undefined ? ofPower : statusOfVmState[vmState])
}

/**
 * Returns the status by which the lists find a stopped server: STOPPED, as in the document's table of states, or SHUTOFF even if it is shown
 * in another spelling.
 * @throws InconclusiveError when the server shows no status
 */
export function assumeStoppedStatus(shown: ApiResponse): string {
  const own = assumeDefined(shown.string('body/server/status'), 'The stopped server shows no status.', 'servers.status')
  return own === 'STOPPED' ? own : (documentedStatus(shown) ?? own)
}

/** The filters that both lists of servers have. */
export const serverFilters: readonly ServerFilter[] = [
  {
    requirement: 'status',
    title: 'keeps only the servers in the given status',
    examples(shown) {
      // A server that never became ACTIVE; B-02 leaves open how the status of one in creation is written.
      const status = isBuilding(shown) ? undefined : documentedStatus(shown)
      const own = assumeDefined(status, 'The server did not become ACTIVE.', 'servers.create.becomes-active')
      return {
        matching: [{ status: own }],
        nonMatching: statuses.filter((other) => other !== own).map((other) => ({ status: other })),
        invalid: [{ status: 'NO_SUCH_STATE' }],
      }
    },
  },
  {
    requirement: 'flavor',
    title: 'keeps only the servers of the given flavor',
    examples(shown, { resources }, flavorIds) {
      const flavor = assumeDefined(resources.flavor, 'No flavor is configured.')
      // servers.create.flavor-used covers a server that shows another flavor.
      assume(
        shown.id('body/server/flavor/id') === flavor,
        'The server does not show its flavor.',
        whyOtherFlavor(shown),
      )
      const others = flavorIds.filter((id) => id !== flavor).slice(0, 2)
      return {
        matching: [{ flavor }],
        nonMatching: others.map((other) => ({ flavor: other })),
        invalid: [{ flavor: nonexistentId }],
      }
    },
  },
  {
    requirement: 'image',
    title: 'keeps only the servers made from the given image',
    examples(shown, { resources }) {
      const image = assumeDefined(resources.image, 'No image is configured.')
      // A server booted from a volume may show no image; servers.create.image-used covers another image.
      assume(
        shown.id('body/server/image/id') === image,
        'The server does not show its image.',
        'servers.create.image-used',
      )
      const { windowsImage: other } = resources
      return {
        matching: [{ image }],
        nonMatching: other === undefined || other === image ? [] : [{ image: other }],
        invalid: [{ image: nonexistentId }],
      }
    },
  },
  {
    requirement: 'changesSince',
    title: 'keeps only the servers that changed since the given time',
    examples(shown) {
      const updated = Date.parse(shown.string('body/server/updated') ?? '')
      assume(!Number.isNaN(updated), 'The server does not show the time of its last change.', 'servers.updated')
      assumeNotInFuture(shown, updated)
      // servers.updated-moves covers a change before the creation.
      const created = Date.parse(shown.string('body/server/created') ?? '')
      assume(!(updated < created - minuteMs), 'The server shows a change before its creation.', 'servers.updated-moves')
      return {
        matching: [{ 'changes-since': formatUtc(updated - minuteMs) }],
        // The first one also excludes the server on a target that rounds the time down to the hour.
        nonMatching: [60, 1].map((minutes) => ({ 'changes-since': formatUtc(updated + minutes * minuteMs) })),
        invalid: [],
      }
    },
  },
]

const flavorLists = new WeakMap<object, Promise<readonly string[]>>()

/** Returns the ids of the flavors, read once for all tests of a run. */
export async function flavorIdsOf(compute: ComputeClient): Promise<readonly string[]> {
  const read = async () => idsIn(await compute.call('listFlavors'), 'body/flavors')
  const list = flavorLists.get(compute.run) ?? read()
  flavorLists.set(compute.run, list)
  // The test that reads the list may be stopped before the response arrives.
  return list.catch(read)
}

/** Returns one query that finds the server and one that does not, or undefined when the server does not show enough for both. */
function examplePair(
  filter: ServerFilter,
  ...server: Parameters<ServerFilter['examples']>
): { readonly matching: Query; readonly nonMatching: Query } | undefined {
  try {
    const { matching, nonMatching, invalid } = filter.examples(...server)
    const [on, off] = [matching[0], [...nonMatching, ...invalid][0]]
    return on && off && { matching: on, nonMatching: off }
  } catch (error) {
    if (error instanceof InconclusiveError) return undefined
    throw error
  }
}

/** Returns the filters of a list for which the server shows enough, each with a query that finds it and one that does not. */
export const examplePairs = (list: ServerList, ...server: Parameters<ServerFilter['examples']>) =>
  serverFilters.flatMap((filter) => {
    const pair = examplePair(filter, ...server)
    return pair ? [{ id: list.requirements[filter.requirement], ...pair }] : []
  })

/** Queries that the target must reject. */
export const badQueries: readonly Query[] = [
  { limit: 'many' },
  { limit: -1 },
  { marker: nonexistentId },
  { 'changes-since': 'yesterday' },
]
