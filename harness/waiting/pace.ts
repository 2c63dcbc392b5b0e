import type { Timeouts } from '#model'

/** What a run waits for; each has a timeout in the settings. */
export type WaitName = Exclude<keyof Timeouts, 'request'>

/** How many times longer than the slowest success a wait may take: clouds are slow now and then. */
const ownFactor = 50
/** The same by the successes of other waits, which say less. */
const otherFactor = 100
/** Milliseconds that a transition of a server, volume or image may take on the fastest target. */
const transitionFloorMs = 40_000
/** The same for an effect that should show at once, after one that did not show in the full time. */
const propagationFloorMs = 5_000
/** Milliseconds for a wait that has already timed out once in this run. */
const repeatedMs = 2_000

/** Milliseconds that clean-up waits for a deletion in progress, although one that never ended was seen. */
const minCleanupDeleteMs = 10_000

/**
 * Learns from every wait how fast the target is, so that an effect that never comes is reported within a minute on a fast
 * target, while a slow or uneven one gets the configured timeouts in full. A wait that has timed out is not repeated at
 * full length.
 */
export class Pace {
  readonly #timeouts: Timeouts
  /** The slowest success of each wait, in milliseconds. */
  readonly #slowest = new Map<WaitName, number>()
  readonly #timedOut = new Set<string>()
  #hasLatePropagation = false

  constructor(timeouts: Timeouts) {
    this.#timeouts = timeouts
  }

  /** Records that an effect was observed after `ms` milliseconds. */
  recordSuccess(name: WaitName, ms: number): void {
    this.#slowest.set(name, Math.max(ms, this.#slowest.get(name) ?? 0))
  }

  /** Records that an effect was not observed in time. `key`: what was waited for, such as `os-stop` or a requirement. */
  recordTimeout(name: WaitName, key: string): void {
    this.#timedOut.add(`${name} ${key}`)
    if (name === 'propagation') this.#hasLatePropagation = true
  }

  /** Whether an effect of this kind was ever observed. */
  hasSucceeded(name: WaitName): boolean {
    return this.#slowest.has(name)
  }

  /** Whether the same wait has timed out before. */
  hasTimedOut(name: WaitName, key: string): boolean {
    return this.#timedOut.has(`${name} ${key}`)
  }

  /** How long to wait, in milliseconds; never longer than the configured timeout. */
  deadlineMs(name: WaitName, key: string): number {
    const limit = this.hasTimedOut(name, key) ? this.#repeatedMs(name) : this.#firstMs(name)
    return Math.min(this.#timeouts[name], limit)
  }

  /** How long clean-up waits after the run. What had no effect in the run will hardly have one then. */
  get cleanupTimeouts(): { readonly delete: number; readonly propagation: number } {
    const deletion = this.deadlineMs('delete', 'delete')
    const propagation = this.deadlineMs('propagation', 'clean-up')
    return {
      delete: Math.max(minCleanupDeleteMs, deletion),
      propagation: this.hasTimedOut('delete', 'delete')
        ? Math.min(propagation, Math.max(propagationFloorMs, deletion))
        : propagation,
    }
  }

  #firstMs(name: WaitName): number {
    if (name === 'propagation')
      return this.#hasLatePropagation
        ? Math.max(propagationFloorMs, ownFactor * (this.#slowest.get(name) ?? 0))
        : Number.POSITIVE_INFINITY
    const own = this.#slowest.get(name)
    if (own !== undefined) return Math.max(transitionFloorMs, ownFactor * own)
    const others = [...this.#slowest].flatMap(([other, ms]) => (other === 'propagation' ? [] : [ms]))
    return others.length === 0
      ? Number.POSITIVE_INFINITY
      : Math.max(transitionFloorMs, otherFactor * Math.max(...others))
  }

  #repeatedMs(name: WaitName): number {
    return Math.max(repeatedMs, 5 * (this.#slowest.get(name) ?? 0))
  }
}
