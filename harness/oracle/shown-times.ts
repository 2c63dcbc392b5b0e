import { resolvePointer } from '#contract'
import type { ReadContext } from './attribute-rule.ts'
import {
  type CreationTime,
  findBeforeCreation,
  findFutureChange,
  findFutureLaunch,
  findWrongCreation,
} from './creation-time.ts'
import type { Contradiction } from './observation.ts'
import { textAt } from './read-attribute.ts'
import { isAtRest } from './server-values.ts'

/** The checks of the times in a description; `order`: whether the other times come after the creation. */
type TimeCheck = 'creation' | 'launch' | 'change' | 'order'

/** Compares the times in the descriptions of a resource with one another, with its create request and with the present. */
export class ShownTimes {
  /** Undefined once the time of creation was compared with it. */
  #requestedAt: CreationTime | undefined
  /** The checks that have found a contradiction; each is reported once. */
  readonly #wrong = new Set<TimeCheck>()

  constructor(requestedAt: CreationTime | undefined) {
    this.#requestedAt = requestedAt
  }

  /** Compares the times in a description. `shown`: the last description in a response about the resource itself. */
  check(description: unknown, { view, pointer, nowMs }: ReadContext, shown: unknown): readonly Contradiction[] {
    const futureChange = this.#firstWrong('change', () => findFutureChange(description, nowMs, pointer))
    const ownTimes = view === 'own' ? this.#checkOwnTimes(description, nowMs, pointer) : []
    // A list whose time of creation differs from the server's own is not compared with the later times: its time of creation is wrong.
    const isOwnCreation = view === 'own' || textAt(description, 'created') === textAt(shown, 'created')
    const isComparable = isOwnCreation && !this.#wrong.has('creation') && isAtRest(description)
    const beforeCreation = isComparable
      ? this.#firstWrong('order', () => findBeforeCreation(description, pointer))
      : undefined
    return [futureChange, ...ownTimes, beforeCreation].filter((found) => found !== undefined)
  }

  #checkOwnTimes(description: unknown, nowMs: number, pointer: string): readonly (Contradiction | undefined)[] {
    const hasTime = ['created', 'created_at'].some((at) => resolvePointer(description, `item/${at}`) !== undefined)
    const requestedAt = hasTime ? this.#requestedAt : undefined
    const wrongCreation =
      requestedAt && this.#firstWrong('creation', () => findWrongCreation(description, requestedAt, pointer))
    if (hasTime) this.#requestedAt = undefined
    const futureLaunch = this.#firstWrong('launch', () => findFutureLaunch(description, nowMs, pointer))
    return [wrongCreation, futureLaunch]
  }

  /** Returns what `find` finds; undefined once the check has found a contradiction. */
  #firstWrong(check: TimeCheck, find: () => Contradiction | undefined): Contradiction | undefined {
    const contradiction = this.#wrong.has(check) ? undefined : find()
    if (contradiction) this.#wrong.add(check)
    return contradiction
  }
}
