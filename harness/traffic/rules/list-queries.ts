import type { OperationId, RequirementId } from '#model'
import { type Contradiction, exchangeName, type ObservedResponse } from '../../oracle/observation.ts'
import { isAccepted, rememberIn, type TrafficCall, type TrafficRule } from './traffic-rule.ts'

/** The requirements about the parameters of a list. */
interface QueryRequirements {
  readonly answers: RequirementId
  readonly badQuery?: RequirementId
  readonly pageSize?: RequirementId
  readonly changesSinceForm?: RequirementId
}

const lists: Readonly<Partial<Record<OperationId, QueryRequirements>>> = {
  listServers: {
    answers: 'servers.list.answers',
    badQuery: 'servers.list.bad-query-refused',
    pageSize: 'servers.list.page-size',
    changesSinceForm: 'servers.list.changes-since-form',
  },
  listServersDetail: {
    answers: 'servers.detail.answers',
    badQuery: 'servers.detail.bad-query-refused',
    pageSize: 'servers.detail.page-size',
    changesSinceForm: 'servers.detail.changes-since-form',
  },
  listFlavors: { answers: 'flavors.list.answers', badQuery: 'flavors.list.bad-query-refused' },
  listFlavorsDetail: { answers: 'flavors.detail.answers' },
  listVolumeAttachments: { answers: 'attachments.list.answers', badQuery: 'attachments.bad-query-refused' },
}

const number = /^\d+$/
/** The beginning of a date, or a number: a service may accept other forms of a time. */
const time = /^\d{4}-\d\d|^\d+$/
const timeWithoutZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/

/** The form of parameters whose other values have to be rejected according to the document. */
const forms: Readonly<Partial<Record<OperationId, Readonly<Record<string, RegExp>>>>> = {
  listServers: { limit: number, 'changes-since': time },
  listServersDetail: { limit: number, 'changes-since': time },
  listFlavors: { limit: number, minDisk: number, minRam: number },
  listVolumeAttachments: { limit: number, offset: number },
}

/** Tells whether only the first edition has the parameter: a later one has no pages of flavors. */
const isOfFirstEdition = (operation: OperationId, name: string): boolean =>
  operation === 'listFlavors' && name === 'limit'

/** The largest page size that the document allows, and the default one. */
const pageSizes = { most: 1_000, default: 100 }

/** A requirement that the rejection of a list may violate, because certain parameters must not cause a rejection. */
interface UnexpectedRejection {
  readonly requirement: RequirementId
  /** The parameters that must not cause a rejection. */
  readonly parameters: readonly string[]
}

function unexpectedRejectionsOf(
  { operation, query }: TrafficCall,
  { status }: ObservedResponse,
): readonly UnexpectedRejection[] {
  const { answers, badQuery, pageSize, changesSinceForm } = lists[operation] ?? {}
  const names = [...query.keys()]
  const namesOf = (matches: (name: string, value: string) => boolean): readonly string[] =>
    [...query].filter(([name, value]) => matches(name, value)).map(([name]) => name)
  const one = (
    requirement: RequirementId | undefined,
    isStatus: boolean,
    parameters: readonly string[],
  ): readonly UnexpectedRejection[] =>
    requirement === undefined || !isStatus || parameters.length === 0 ? [] : [{ requirement, parameters }]
  const isLarge = (name: string, value: string) =>
    name === 'limit' && number.test(value) && Number(value) > pageSizes.default && Number(value) <= pageSizes.most
  return [
    ...one(
      badQuery,
      status === 500,
      namesOf((_, value) => value === ''),
    ),
    ...one(
      'conventions.unknown-parameters-ignored',
      status === 400,
      namesOf((name) => name.startsWith('x-')),
    ),
    ...one(pageSize, status === 400, namesOf(isLarge)),
    ...one(
      changesSinceForm,
      status === 400,
      namesOf((name, value) => name === 'changes-since' && timeWithoutZone.test(value)),
    ),
    ...one(answers, status === 404 && !query.has('marker'), names),
  ]
}

/** Returns a text that identifies a list request without some of its parameters. */
function nameOf({ operation, resource = '', query }: TrafficCall, without: readonly string[] = []): string {
  const kept = [...query].filter(([name]) => !without.includes(name)).toSorted()
  return `${operation} ${resource}?${new URLSearchParams(kept)}`
}

/** Returns the first parameter whose value does not have the documented form. */
function findMalformed({ operation, query }: TrafficCall): readonly [name: string, value: string] | undefined {
  const expected = forms[operation] ?? {}
  return [...query].find(([name, value]) => value !== '' && expected[name]?.test(value) === false)
}

/**
 * Checks the query parameters of lists: a malformed one must be rejected, a legal one accepted. The rejection of a legal one is reported
 * only if the same list without the parameter was accepted before and after it.
 */
export class ListQueries implements TrafficRule {
  readonly #accepted = new Map<string, true>()
  readonly #held = new Map<string, Contradiction[]>()

  observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const requirements = lists[call.operation]
    if (requirements === undefined) return []
    if (!isAccepted(response)) {
      this.#hold(call, response)
      return []
    }
    const name = nameOf(call)
    const released = this.#held.get(name) ?? []
    this.#held.delete(name)
    rememberIn(this.#accepted, name, true)
    const malformed = requirements.badQuery === undefined ? undefined : findMalformed(call)
    if (requirements.badQuery === undefined || malformed === undefined) return released
    return [
      ...released,
      {
        requirement: requirements.badQuery,
        message: `A list with a malformed ${malformed[0]} was accepted.`,
        at: 'status',
        expected: '400',
        actual: `${response.status} for ${malformed.join('=')}`,
        ...(isOfFirstEdition(call.operation, malformed[0]) && { editions: ['2020-03'] }),
      },
    ]
  }

  #hold(call: TrafficCall, response: ObservedResponse): void {
    for (const { requirement, parameters } of unexpectedRejectionsOf(call, response)) {
      const withoutThem = nameOf(call, parameters)
      if (!this.#accepted.has(withoutThem)) continue
      const exchange = exchangeName(response.exchange)
      const contradiction = {
        requirement,
        message: `A list was rejected with ${parameters.join(', ')} (${exchange}), but accepted without it before and after.`,
        at: 'status',
        expected: `a success (2xx) in ${exchange}, too`,
        actual: `${response.status} (${exchange})`,
      }
      rememberIn(this.#held, withoutThem, [...(this.#held.get(withoutThem) ?? []), contradiction])
    }
  }
}
