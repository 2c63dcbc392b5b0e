import { resolvePointer } from '#contract'
import type { RequirementId } from '#model'
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

/** The requirements that a list without one of the flavors violates. */
const complete = { listFlavors: 'flavors.list.answers', listFlavorsDetail: 'flavors.detail.answers' } as const

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
 * Records the flavors in each of the two lists, whatever the parameters of the request, and which flavors the lists without parameters
 * have. It does not compare the two lists with each other: the suites do.
 */
export class FlavorMemory {
  readonly #known = new Map<string, KnownAttribute>()
  /** The ids in the first whole list of each operation. */
  readonly #first = new Map<string, readonly string[]>()
  /** Requirements with a contradiction, which is reported once. */
  readonly #contradicted = new Set<RequirementId>()

  /** Compares a list with earlier ones, and records it. */
  observe({ operation, isInvalid, query }: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const flavors = resolvePointer(response.body, 'body/flavors')
    const isList = operation === 'listFlavorsDetail' || operation === 'listFlavors'
    if (!isList || isInvalid || !Array.isArray(flavors)) return []
    const isWhole = query.size === 0 && resolvePointer(response.body, 'body/flavors_links') === undefined
    const lost = isWhole ? this.#findLost(operation, flavors, response) : []
    const changed = flavors.flatMap((flavor: unknown, index) =>
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
    return [...lost, ...changed]
  }

  /** Finds a flavor that an earlier whole list lacks, although the first one and this one have it. */
  #findLost(
    operation: keyof typeof complete,
    flavors: readonly unknown[],
    response: ObservedResponse,
  ): readonly Contradiction[] {
    const ids = flavors.map((flavor) => textAt(flavor, 'id') ?? '')
    const first = this.#first.get(operation) ?? ids
    this.#first.set(operation, first)
    const requirement = complete[operation]
    for (const id of first) {
      const other = this.#returnedFrom(`${operation} ${id}`, ids.includes(id), response)
      if (other === undefined || this.#contradicted.has(requirement)) continue
      this.#contradicted.add(requirement)
      const name = exchangeName(other.exchange)
      const message = `The list of ${name} lacks a flavor that the lists before and after it have.`
      return [{ requirement, message, at: 'body/flavors', expected: `${id} in ${name}, too`, actual: `none (${name})` }]
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
