import { resolvePointer } from '#contract'
import { type Contradiction, exchangeName, type ObservedCall, type ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import { GroupMembers } from './group-members.ts'
import { isAccepted, isRejected, rememberIn, type TrafficRule } from './traffic-rule.ts'

interface KnownGroup {
  readonly id: string
  /** The exchange that created it, and the values in its response. */
  readonly exchange: number
  readonly name: string | undefined
  readonly policies: string | undefined
  /** When every response must include it at the latest, in milliseconds since the epoch. */
  readonly certainAt: number
  /** The last exchange of showServerGroup that showed it. */
  foundIn: number | undefined
  /** How many requests to delete it were not rejected. */
  deletions: number
  /** The exchange that deleted it, and the time after which no response may show it, in milliseconds since the epoch. */
  deleted: { readonly exchange: number; readonly goneFrom: number } | undefined
  /** Whether a response no longer had it after the deletion. */
  isGone: boolean
}

const policiesOf = (group: unknown): string | undefined => {
  const policies = resolvePointer(group, 'item/policies')
  return Array.isArray(policies) && policies.every((one) => typeof one === 'string') ? policies.join(', ') : undefined
}

/** The default page sizes in edition 2026-05: a list of this length may be a page. */
const pageLengths: readonly number[] = [100, 1_000]

/** Returns the id of the server group in the path of a call; '' for any other path. */
export const groupIdOf = ({ parameters }: ObservedCall): string => parameters?.['serverGroupId'] ?? ''

/** The requirement that a comparison is about, and the exchange that created the group. */
interface GroupComparison {
  readonly requirement: 'server-groups.create.as-requested' | 'server-groups.show.equals-create'
  readonly exchange: number
}

/** Finds a value at a pointer that differs from the expected one; none if either is unknown. */
function findDifference(
  { requirement, exchange }: GroupComparison,
  at: string,
  expected: string | undefined,
  actual: string | undefined,
): readonly Contradiction[] {
  if (expected === undefined || actual === undefined || expected === actual) return []
  const message = `A server group has another name or another policy than it was created with (${exchangeName(exchange)}).`
  return [{ requirement, message, at, expected, actual }]
}

/** Compares later responses with the server groups whose creation was observed. */
export class ServerGroupMemory implements TrafficRule {
  readonly #graceMs: number
  readonly #groups = new Map<string, KnownGroup>()
  readonly #members: GroupMembers

  constructor(graceMs: number) {
    this.#graceMs = graceMs
    this.#members = new GroupMembers(graceMs)
  }

  begin(call: ObservedCall): void {
    this.#members.begin(call)
    const group = this.#groupOf(call)
    if (group && call.operation === 'deleteServerGroup') group.deletions++
  }

  cancel(call: ObservedCall): void {
    const group = this.#groupOf(call)
    if (group && call.operation === 'deleteServerGroup') group.deletions--
  }

  forget(resource: string): void {
    this.#groups.delete(resource)
    this.#members.forget(resource)
  }

  observe(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    this.#members.observe(call, response)
    switch (call.operation) {
      case 'createServerGroup':
        return isAccepted(response) ? this.#create(call, response) : []
      case 'deleteServerGroup':
        return this.#delete(call, response)
      case 'showServerGroup':
        return this.#show(call, response)
      case 'listServerGroups':
        return isAccepted(response) ? this.#list(call, response) : []
      default:
        return []
    }
  }

  #groupOf(call: ObservedCall): KnownGroup | undefined {
    return this.#groups.get(groupIdOf(call))
  }

  #create({ request }: ObservedCall, { body, exchange, receivedAt }: ObservedResponse): readonly Contradiction[] {
    const group = resolvePointer(body, 'body/server_group')
    const [id, name, policies] = [textAt(group, 'id'), textAt(group, 'name'), policiesOf(group)]
    const requested = resolvePointer(request, 'body/server_group')
    const asRequested = { requirement: 'server-groups.create.as-requested', exchange } as const
    const at = 'body/server_group'
    const found = [
      ...findDifference(asRequested, `${at}/name`, textAt(requested, 'name')?.trim(), name?.trim()),
      ...findDifference(asRequested, `${at}/policies`, policiesOf(requested), policies),
    ]
    // If the response differs from the request, it is not known which of the two the group has.
    const described = found.length === 0 ? { name, policies } : { name: undefined, policies: undefined }
    const certainAt = receivedAt + this.#graceMs
    const state = { foundIn: undefined, deletions: 0, deleted: undefined, isGone: false }
    if (id) rememberIn(this.#groups, id, { id, exchange, certainAt, ...described, ...state })
    return found
  }

  #delete(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const group = this.#groupOf(call)
    if (group === undefined) return []
    const { exchange, receivedAt, sentAt, status } = response
    const { deleted } = group
    if (isRejected(response)) group.deletions--
    if (!isAccepted(response)) return []
    group.deleted ??= { exchange, goneFrom: receivedAt + this.#graceMs }
    if (deleted === undefined || sentAt < deleted.goneFrom || !group.isGone) return []
    return [
      {
        requirement: 'server-groups.unknown-refused',
        message: `A request for a server group that was deleted (${exchangeName(deleted.exchange)}) was accepted.`,
        at: 'status',
        expected: '404',
        actual: String(status),
      },
    ]
  }

  #show(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const group = this.#groupOf(call)
    if (group === undefined) return []
    if (response.status === 404) {
      group.isGone ||= group.deleted !== undefined
      return notFound(group, response)
    }
    if (!isAccepted(response)) return []
    const shown = resolvePointer(response.body, 'body/server_group')
    const id = textAt(shown, 'id')
    if (id !== undefined && id !== group.id)
      return [
        {
          requirement: 'server-groups.show.answers',
          message: 'The response shows another server group than the one in the path.',
          at: 'body/server_group/id',
          expected: group.id,
          actual: id,
        },
      ]
    if (group.deleted === undefined) group.foundIn = response.exchange
    return this.#compare(group, shown, 'body/server_group', response)
  }

  #list(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const listed = resolvePointer(response.body, 'body/server_groups')
    if (!Array.isArray(listed)) return []
    const ids = listed.map((element: unknown) => textAt(element, 'id'))
    const isWhole = call.query.size === 0 && !pageLengths.includes(listed.length) && !ids.includes(undefined)
    const found = listed.flatMap((element: unknown, index) => {
      const group = this.#groups.get(ids[index] ?? '')
      return group ? this.#compare(group, element, `body/server_groups/${index}`, response) : []
    })
    if (isWhole)
      for (const group of this.#groups.values()) group.isGone ||= group.deleted !== undefined && !ids.includes(group.id)
    const lost = [...this.#groups.values()].flatMap((group): readonly Contradiction[] => {
      const { id, foundIn } = group
      if (!isWhole || foundIn === undefined || !isCertain(group, response) || ids.includes(id)) return []
      return [
        {
          requirement: 'server-groups.list.answers',
          message: `The list leaves out a server group that an earlier response showed (${exchangeName(foundIn)}).`,
          at: 'body/server_groups',
          expected: id,
          actual: ids.join(', '),
          assumes: { kind: 'server group', id },
        },
      ]
    })
    return [...found, ...lost]
  }

  #compare(group: KnownGroup, shown: unknown, at: string, response: ObservedResponse): readonly Contradiction[] {
    const { deleted, exchange } = group
    if (deleted !== undefined) {
      if (response.sentAt < deleted.goneFrom) return []
      return [
        {
          requirement: 'server-groups.delete.removes',
          message: `A server group that was deleted (${exchangeName(deleted.exchange)}) is shown.`,
          at,
          expected: 'no server group that was deleted',
          actual: group.id,
        },
      ]
    }
    const equalsCreate = { requirement: 'server-groups.show.equals-create', exchange } as const
    return [
      ...findDifference(equalsCreate, `${at}/name`, group.name, textAt(shown, 'name')),
      ...findDifference(equalsCreate, `${at}/policies`, group.policies, policiesOf(shown)),
      ...this.#members.compare(group.id, shown, at, response),
    ]
  }
}

/** Tells whether every response must include a group. */
const isCertain = ({ deletions, certainAt }: KnownGroup, { sentAt }: ObservedResponse): boolean =>
  deletions === 0 && sentAt >= certainAt

function notFound(group: KnownGroup, response: ObservedResponse): readonly Contradiction[] {
  if (!isCertain(group, response)) return []
  const { foundIn, exchange, id } = group
  return [
    {
      requirement: foundIn === undefined ? 'server-groups.create.answers' : 'server-groups.show.answers',
      message: `A server group that an earlier exchange created or showed (${exchangeName(foundIn ?? exchange)}) is not found.`,
      at: 'status',
      expected: '200',
      actual: '404',
      assumes: { kind: 'server group', id },
    },
  ]
}
