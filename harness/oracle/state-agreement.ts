import { resolvePointer } from '#contract'
import type { RequirementId } from '#model'
import type { ReadContext } from './attribute-rule.ts'
import { type Contradiction, exchangeName } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** An attribute that must agree with the status of a server without a task. */
interface AgreementRule {
  readonly at: string
  readonly requirement: RequirementId
  /** Status → the matching value. Only these values are compared: any other may belong to a misnamed status. */
  readonly values: Readonly<Record<string, string | number>>
  /** Returns how long it may lag behind the status, in milliseconds. `graceMs`: how long a change may take to become visible. */
  lagMs(graceMs: number): number
}

/** The lag of two columns of one database record, which a service may write one after the other. */
const recordLagMs = 1_000

const rules: readonly AgreementRule[] = [
  {
    at: 'OS-EXT-STS:vm_state',
    requirement: 'servers.vm-state.agrees',
    values: { ACTIVE: 'active', SHUTOFF: 'stopped' },
    lagMs: (graceMs) => Math.min(graceMs, recordLagMs),
  },
  {
    at: 'OS-EXT-STS:power_state',
    requirement: 'servers.power-state.agrees',
    values: { ACTIVE: 1, SHUTOFF: 4 },
    lagMs: (graceMs) => graceMs,
  },
]

/** A value that did not agree, and the first response that showed it. */
interface Disagreement {
  readonly status: string
  readonly value: unknown
  readonly exchange: number
  readonly sentAt: number
}

/** The status in a response, and the attribute that must agree with it. */
interface ShownState {
  readonly status: string
  /** Whether the server has no task. */
  readonly atRest: boolean
  readonly value: unknown
}

const asDifferentViews = (contradiction: Contradiction): Contradiction => ({
  ...contradiction,
  requirement: 'servers.show.equals-detail',
})

/** Compares `vm_state` and `power_state` of one server with its status. Each is reported once. */
export class StateAgreement {
  readonly #graceMs: number
  readonly #disagreements = new Map<AgreementRule, Disagreement>()
  readonly #contradicted = new Set<AgreementRule>()
  /** The rules that responses have satisfied since the last request that may change the states. */
  readonly #satisfied = new Set<AgreementRule>()

  /** `graceMs`: how long a state may lag behind the status, in milliseconds. */
  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  /** Starts again, because a request may change the states. */
  forget(): void {
    this.#disagreements.clear()
    this.#satisfied.clear()
  }

  /**
   * Compares the states in a response. `other`: the same states in another view of the server; if they agree there, it is the views that
   * differ.
   */
  read(server: unknown, context: ReadContext, other?: StateAgreement): readonly Contradiction[] {
    const status = textAt(server, 'status') ?? ''
    const atRest = resolvePointer(server, 'item/OS-EXT-STS:task_state') === null
    return rules.flatMap((rule) => {
      const value = resolvePointer(server, `item/${rule.at}`)
      const found = this.#check(rule, { status, atRest, value }, context)
      return other?.isSatisfied(rule) ? found.map(asDifferentViews) : found
    })
  }

  /** Tells whether a response has satisfied the rule since the last request that may change the states. */
  isSatisfied(rule: AgreementRule): boolean {
    return this.#satisfied.has(rule)
  }

  #check(
    rule: AgreementRule,
    { status, atRest, value }: ShownState,
    { exchange, sentAt, pointer }: ReadContext,
  ): readonly Contradiction[] {
    const { at, requirement, values, lagMs } = rule
    const expected = values[status]
    const isComparable = atRest && expected !== undefined && Object.values(values).some((one) => one === value)
    if (this.#contradicted.has(rule)) return []
    if (!isComparable || value === expected) {
      this.#disagreements.delete(rule)
      if (isComparable) this.#satisfied.add(rule)
      return []
    }
    const first = this.#disagreements.get(rule)
    if (first === undefined || first.status !== status || first.value !== value) {
      this.#disagreements.set(rule, { status, value, exchange, sentAt })
      return []
    }
    if (sentAt < first.sentAt + lagMs(this.#graceMs)) return []
    this.#contradicted.add(rule)
    return [
      {
        requirement,
        message: `${at} does not agree with the status ${status}, and did not in an earlier response (${exchangeName(first.exchange)}).`,
        at: `${pointer}/${at}`,
        expected: String(expected),
        actual: String(value),
      },
    ]
  }
}
