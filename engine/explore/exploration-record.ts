import { ExchangeHistory } from '#harness/core'
import { emptyEvidence } from '#model'
import type { WalkContext } from './walk-context.ts'

function addAll<T>(list: T[], values: readonly T[]): void {
  const present = new Set(list)
  for (const value of values)
    if (!present.has(value)) {
      present.add(value)
      list.push(value)
    }
}

/** The accumulated results of all walks of an exploration. Most exchanges are dropped: a long exploration has too many. */
export class ExplorationRecord {
  readonly evidence = emptyEvidence()
  /** Kinds of valid requests that the target has accepted. */
  readonly accepted = new Set<string>()
  readonly #history = new ExchangeHistory(this.evidence)
  #walks = 0
  #steps = 0
  #requests = 0
  #servers = 0

  get totals(): { readonly walks: number; readonly steps: number; readonly requests: number } {
    return { walks: this.#walks, steps: this.#steps, requests: this.#requests }
  }

  /** How many servers were created. */
  get servers(): number {
    return this.#servers
  }

  /** Adds the results of a walk. */
  add({ compute: { evidence }, model }: WalkContext): void {
    this.#walks++
    this.#steps += evidence.steps.length
    this.#requests += evidence.exchanges.length
    this.#servers += model.servers.size
    for (const exchange of evidence.exchanges) this.#history.add(exchange, [])
    for (const kind of evidence.accepted) this.accepted.add(kind)
    addAll(this.evidence.accepted, evidence.accepted)
    addAll(this.evidence.observed, evidence.observed)
    addAll(this.evidence.properties, evidence.properties)
    addAll(this.evidence.undocumentedProperties, evidence.undocumentedProperties)
    for (const { requirement, finding, by } of evidence.assertions) {
      const isNew = !this.evidence.assertions.some((one) => one.requirement === requirement)
      if (!finding && isNew) this.evidence.assertions.push({ requirement, by })
    }
  }

  note(sentence: string): void {
    addAll(this.evidence.notes, [sentence])
  }
}
