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
 * Records the flavors in each of the two lists, whatever the parameters of the request. It does not compare the two lists with each
 * other: the suites do.
 */
export class FlavorMemory {
  readonly #known = new Map<string, KnownAttribute>()
  /** Requirements with a contradiction, which is reported once. */
  readonly #contradicted = new Set<RequirementId>()

  /** Compares a list with earlier ones, and records it. */
  observe({ operation, isInvalid }: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const flavors = resolvePointer(response.body, 'body/flavors')
    const isList = operation === 'listFlavorsDetail' || operation === 'listFlavors'
    if (!isList || isInvalid || !Array.isArray(flavors)) return []
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
