import type { Timeouts } from '#model'

/** A kind of wait with a timeout in the settings. */
export type WaitName = Exclude<keyof Timeouts, 'request'>

/** A wait may take this many times as long as its slowest success so far, because clouds are occasionally slow. */
const ownFactor = 50
/** The factor for the slowest success of other waits, which are less similar. */
const otherFactor = 100
/** The same for a deletion, which takes less time than creating, copying or moving a server. */
const deleteFactor = 25
/**
 * The factor for the fastest response, as long as no server has changed its status: a service with a scheduler, a database and a message
 * queue takes tens of milliseconds to show a server, a simulation one or two.
 */
const responseFactor = 20_000
/**
 * The factor for the fastest accepted change. A cache may respond to reads in a millisecond, but the service behind it stores and forwards
 * a change before it responds.
 */
const changeFactor = 2_500
/** How long a transition of a server, volume or image may take on the fastest target, in milliseconds. */
const transitionFloorMs = 36_000
/** How long a change may take to become visible, after another one has not become visible within the full timeout, in milliseconds. */
const propagationFloorMs = 5_000
/** The timeout of a wait that has already timed out once in this run, in milliseconds; halved after each further time. */
const repeatedMs = 2_000
/** The shortest timeout of a wait that has timed out before, in milliseconds. */
const minRepeatedMs = 250

/**
 * If all transitions have taken at most this fraction of the propagation timeout, a change that has not begun within that timeout will not
 * come.
 */
const promptPart = 1 / 10

/** How long cleanup waits at least for a deletion in progress, in milliseconds. */
const minCleanupDeleteMs = 6_000

/**
 * Adapts timeouts to the speed of the target, which it measures in every wait: a missing effect is reported within a minute on a fast
 * target, while a slow or irregular target gets the full configured timeouts. A wait that has timed out is not repeated at full length.
 */
export class Pace {
  readonly #timeouts: Timeouts
  /** The slowest success of each wait, in milliseconds. */
  readonly #slowest = new Map<WaitName, number>()
  /** How often each wait has timed out since it last succeeded, and at least once. */
  readonly #timedOut = new Map<string, number>()
  #hasLatePropagation = false
  #fastestResponseMs = Number.POSITIVE_INFINITY
  #fastestChangeMs = Number.POSITIVE_INFINITY

  constructor(timeouts: Timeouts) {
    this.#timeouts = timeouts
  }

  /** Records how long a response to a poll took, in milliseconds. */
  recordResponse(ms: number): void {
    this.#fastestResponseMs = Math.min(this.#fastestResponseMs, ms)
  }

  /** Records how long the response to an accepted change took, in milliseconds. */
  recordChange(ms: number): void {
    this.#fastestChangeMs = Math.min(this.#fastestChangeMs, ms)
  }

  /** How long a first transition may take, according to the responses so far, in milliseconds. */
  get #likelyMs(): number {
    const byChanges = this.#fastestChangeMs === Number.POSITIVE_INFINITY ? 0 : changeFactor * this.#fastestChangeMs
    return Math.max(responseFactor * this.#fastestResponseMs, byChanges)
  }

  /** Records that an effect was observed after `ms` milliseconds. `key`: as for `recordTimeout`. */
  recordSuccess(name: WaitName, ms: number, key: string): void {
    this.#slowest.set(name, Math.max(ms, this.#slowest.get(name) ?? 0))
    // An effect that is visible at once is also visible within the shortest timeout.
    const isVisible = name === 'propagation' && ms < minRepeatedMs
    if (!isVisible && this.hasTimedOut(name, key)) this.#timedOut.set(`${name} ${key}`, 1)
  }

  /** Records that an effect was not observed in time. `key` names the effect, such as `os-stop` or a requirement. */
  recordTimeout(name: WaitName, key: string): void {
    this.#timedOut.set(`${name} ${key}`, this.#timeoutCount(name, key) + 1)
    if (name === 'propagation') this.#hasLatePropagation = true
  }

  /** Tells whether an effect of this kind was ever observed. */
  hasSucceeded(name: WaitName): boolean {
    return this.#slowest.has(name)
  }

  /** Whether a change that has not begun within the propagation timeout will not come, because all transitions so far were much faster. */
  get isPrompt(): boolean {
    const slowest = this.#slowestTransitionMs
    return slowest > 0 && slowest <= promptPart * this.#timeouts.propagation
  }

  /** Tells whether the same wait has timed out before. */
  hasTimedOut(name: WaitName, key: string): boolean {
    return this.#timedOut.has(`${name} ${key}`)
  }

  /**
   * Returns how long to wait, in milliseconds; never longer than the configured timeout. The value changes during a wait: slow successes of
   * other waits lengthen it, and once the same wait has timed out in another test, it shrinks. `isVerdict`: each timeout violates the same
   * requirement, so that a further one decides nothing.
   */
  deadlineMs(name: WaitName, key: string, isVerdict = false): number {
    const count = this.#timeoutCount(name, key)
    const ms = count > 0 ? this.#repeatedMs(name, count, isVerdict ? 2 ** (count - 1) : 1) : this.#firstMs(name)
    return Math.min(this.#timeouts[name], ms)
  }

  /** How long cleanup waits after the run, in milliseconds: less for waits that have timed out during the run. */
  get cleanupTimeouts(): { readonly delete: number; readonly propagation: number } {
    const deletion = this.deadlineMs('delete', 'delete')
    const propagation = this.deadlineMs('propagation', 'clean-up')
    const limits = [
      ...(this.hasTimedOut('delete', 'delete') ? [Math.max(propagationFloorMs, deletion)] : []),
      ...(this.hasTimedOut('propagation', 'keypairs.delete.removes') ? [propagationFloorMs] : []),
    ]
    return { delete: Math.max(minCleanupDeleteMs, deletion), propagation: Math.min(propagation, ...limits) }
  }

  /** How long a resource whose creation got no response may take to appear in a list, in milliseconds. */
  get listingMs(): number {
    const own = this.#slowest.get('propagation')
    const learnedMs = own === undefined ? Number.POSITIVE_INFINITY : Math.max(propagationFloorMs, ownFactor * own)
    return Math.min(this.#timeouts.propagation, learnedMs)
  }

  #timeoutCount(name: WaitName, key: string): number {
    return this.#timedOut.get(`${name} ${key}`) ?? 0
  }

  /** The slowest success of all waits except those for propagation, in milliseconds; 0 before the first one. */
  get #slowestTransitionMs(): number {
    return Math.max(0, ...[...this.#slowest].flatMap(([name, ms]) => (name === 'propagation' ? [] : [ms])))
  }

  #firstMs(name: WaitName): number {
    const own = this.#slowest.get(name)
    if (name === 'propagation')
      return this.#hasLatePropagation ? Math.max(propagationFloorMs, ownFactor * (own ?? 0)) : Number.POSITIVE_INFINITY
    if (own !== undefined) return Math.max(transitionFloorMs, ownFactor * own)
    const slowest = this.#slowestTransitionMs
    const factor = name === 'delete' ? deleteFactor : otherFactor
    const ms = slowest > 0 ? factor * slowest : this.#likelyMs
    return Math.max(transitionFloorMs, ms)
  }

  #repeatedMs(name: WaitName, count: number, learnedPart: number): number {
    const own = this.#slowest.get(name)
    const learnedMs = (own === undefined ? this.#slowestTransitionMs : 5 * own) / learnedPart
    return Math.max(repeatedMs / 2 ** (count - 1), minRepeatedMs, learnedMs)
  }
}
