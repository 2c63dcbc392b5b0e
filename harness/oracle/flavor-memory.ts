import { resolvePointer } from '#contract'
import type { OperationId, RequirementId } from '#model'
import { type Contradiction, exchangeName, type ObservedCall, type ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** The attributes of a flavor. They do not change while the flavor exists. */
const attributes: readonly { readonly at: string; readonly requirement: RequirementId }[] = [
  { at: 'name', requirement: 'flavors.name' },
  { at: 'ram', requirement: 'flavors.detail.ram' },
  { at: 'vcpus', requirement: 'flavors.detail.vcpus' },
  { at: 'disk', requirement: 'flavors.detail.disk' },
  { at: 'OS-FLV-EXT-DATA:ephemeral', requirement: 'flavors.detail.ephemeral' },
  { at: 'OS-FLV-DISABLED:disabled', requirement: 'flavors.detail.disabled' },
  { at: 'os-flavor-access:is_public', requirement: 'flavors.detail.is-public' },
]

/** A list of things that the operator provides, and the requirement that a list without one of them violates. */
interface CatalogueList {
  readonly noun: 'flavor' | 'zone'
  /** The member of the body that holds the elements, and the member of an element that names it. */
  readonly member: string
  readonly key: string
  readonly complete: RequirementId
}

const flavorList = { noun: 'flavor', member: 'flavors', key: 'id' } as const

const lists: Readonly<Partial<Record<OperationId, CatalogueList>>> = {
  listFlavors: { ...flavorList, complete: 'flavors.list.answers' },
  listFlavorsDetail: { ...flavorList, complete: 'flavors.detail.answers' },
  listAvailabilityZones: {
    noun: 'zone',
    member: 'availabilityZoneInfo',
    key: 'zoneName',
    complete: 'zones.list.answers',
  },
}

type Value = string | number | boolean

interface ShownAttribute {
  readonly value: Value
  readonly exchange: number
  readonly receivedAt: number
}

interface KnownAttribute {
  readonly value: Value
  /** A different value in a later response: the operator may have replaced the flavor, unless the first value appears again. */
  other?: ShownAttribute
}

/**
 * Records the flavors in each of their two lists, whatever the parameters of the request, and which flavors and availability zones the
 * lists without parameters have. It does not compare the two lists with each other: the suites do.
 */
export class FlavorMemory {
  readonly #known = new Map<string, KnownAttribute>()
  /** The ids in the first whole list, by the requirement that a list without one of them violates. */
  readonly #first = new Map<string, readonly string[]>()
  /** Requirements with a contradiction, which is reported once. */
  readonly #contradicted = new Set<RequirementId>()

  /** Compares a list with earlier ones, and records it. */
  observe({ operation, isInvalid, query }: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const list = lists[operation]
    const elements = list && resolvePointer(response.body, `body/${list.member}`)
    if (list === undefined || isInvalid || !Array.isArray(elements)) return []
    const isWhole = query.size === 0 && resolvePointer(response.body, 'body/flavors_links') === undefined
    const lost = isWhole ? this.#findLost(list, elements, response) : []
    return list.noun === 'flavor' ? [...lost, ...this.#findChanged(operation, elements, response)] : lost
  }

  /** Finds attributes of flavors that an earlier list shows with other values than the first one and this one. */
  #findChanged(
    operation: OperationId,
    flavors: readonly unknown[],
    response: ObservedResponse,
  ): readonly Contradiction[] {
    return flavors.flatMap((flavor: unknown, index) =>
      attributes.flatMap(({ at, requirement }): readonly Contradiction[] => {
        const id = textAt(flavor, 'id')
        const value = resolvePointer(flavor, `item/${at}`)
        const isShown = typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
        if (id === undefined || !isShown || this.#contradicted.has(requirement)) return []
        const other = this.#returnedFrom(`${operation} ${id} ${at}`, value, response)
        if (other === undefined) return []
        this.#contradicted.add(requirement)
        const name = exchangeName(other.exchange)
        return [
          {
            requirement,
            message: `The list of ${name} has a different ${at} of a flavor than the lists before and after it.`,
            at: `body/flavors/${index}/${at}`,
            expected: `${value} in ${name}, too`,
            actual: `${other.value} (${name})`,
          },
        ]
      }),
    )
  }

  /** Finds a flavor or zone that an earlier whole list lacks, although the first one and this one have it. */
  #findLost(
    { noun, member, key, complete: requirement }: CatalogueList,
    elements: readonly unknown[],
    response: ObservedResponse,
  ): readonly Contradiction[] {
    const ids = elements.map((element) => textAt(element, key) ?? '')
    const first = this.#first.get(requirement) ?? ids
    this.#first.set(requirement, first)
    for (const id of first) {
      const other = this.#returnedFrom(`${requirement} ${id}`, ids.includes(id), response)
      if (other === undefined || this.#contradicted.has(requirement)) continue
      this.#contradicted.add(requirement)
      const name = exchangeName(other.exchange)
      const message =
        noun === 'zone'
          ? `The list of ${name} lacks a zone that the lists before and after it have.`
          : `The list of ${name} lacks a flavor that the lists before and after it have.`
      const expected = `${id} in ${name}, too`
      return [{ requirement, message, at: `body/${member}`, expected, actual: `none (${name})` }]
    }
    return []
  }

  /** Returns the differing value of an earlier response if this response has the first value again. */
  #returnedFrom(
    key: string,
    value: Value,
    { exchange, sentAt, receivedAt }: ObservedResponse,
  ): ShownAttribute | undefined {
    const known = this.#known.get(key)
    if (known === undefined) this.#known.set(key, { value })
    else if (known.value !== value) known.other ??= { value, exchange, receivedAt }
    else if (known.other !== undefined && sentAt >= known.other.receivedAt) return known.other
    return undefined
  }
}
