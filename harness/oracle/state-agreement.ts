import { resolvePointer } from '#contract'
import type { RequirementId } from '#model'
import type { Reading } from './attribute-rule.ts'
import { type Contradiction, exchangeName } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** A member that has to agree with the status of a server to which nothing is being done. */
interface AgreementRule {
  readonly at: string
  readonly requirement: RequirementId
  /** Status → the value that goes with it. Another one of these values contradicts; what else there is may come with a misnamed status. */
  readonly values: Readonly<Record<string, string | number>>
  /** How long it may lag behind the status, in milliseconds, where responses need not agree at once. */
  lagMs(graceMs: number): number
}

/** Both members of one record: a service may still write one after the other. */
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

/** A value that did not agree, and the first response that had it. */
interface Disagreement {
  readonly status: string
  readonly value: unknown
  readonly exchange: number
  readonly sentAt: number
}

/** Whether the states of one server agree with its status in the responses that show it. Each is contradicted once. */
export class StateAgreement {
  readonly #graceMs: number
  readonly #disagreements = new Map<AgreementRule, Disagreement>()
  readonly #contradicted = new Set<AgreementRule>()

  /** `graceMs`: how long a state may lag behind the status. */
  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  /** A request may change the states. */
  forget(): void {
    this.#disagreements.clear()
  }

  /** Compares what showServer has returned. */
  read(server: unknown, reading: Reading): readonly Contradiction[] {
    const status = textAt(server, 'status') ?? ''
    const atRest = resolvePointer(server, 'item/OS-EXT-STS:task_state') === null
    return rules.flatMap((rule) => this.#check(rule, status, atRest, server, reading))
  }

  #check(
    rule: AgreementRule,
    status: string,
    atRest: boolean,
    server: unknown,
    { exchange, sentAt, pointer }: Reading,
  ): readonly Contradiction[] {
    const { at, requirement, values, lagMs } = rule
    const value = resolvePointer(server, `item/${at}`)
    const expected = values[status]
    const isComparable = atRest && expected !== undefined && Object.values(values).some((one) => one === value)
    if (this.#contradicted.has(rule)) return []
    if (!isComparable || value === expected) {
      this.#disagreements.delete(rule)
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
        message: `${at} does not agree with the status ${status}, as before (${exchangeName(first.exchange)}).`,
        at: `${pointer}/${at}`,
        expected: String(expected),
        actual: String(value),
      },
    ]
  }
}
