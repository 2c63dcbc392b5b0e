import type { Timeouts } from '#model'

/** A kind of wait with a timeout in the settings. */
export type WaitName = Exclude<keyof Timeouts, 'request'>

/** A wait may take this many times as long as its slowest success so far: clouds are occasionally slow. */
const ownFactor = 50
/** The factor for the slowest success of other waits, which say less about this one. */
const otherFactor = 100
/** That factor for a deletion, which takes less work than creating, copying or moving a server. */
const deleteFactor = 25
/**
 * The factor for the fastest response, as long as no server has changed its status: a service that schedules machines behind a database
 * and a message queue takes tens of milliseconds to show one, a simulation one or two.
 */
const responseFactor = 20_000
/**
 * The factor for the fastest accepted change. A cache may respond to reads in a millisecond; a service behind it still stores what it
 * accepts, and sends it on, before it responds.
 */
const changeFactor = 2_500
/** Milliseconds that a transition of a server, volume or image may take on the fastest target. */
const transitionFloorMs = 36_000
/** Milliseconds that a change may take to become visible, after one has not become visible within the full timeout. */
const propagationFloorMs = 5_000
/** Milliseconds for a wait that has already timed out once in this run; half as long after each further time. */
const repeatedMs = 2_000
/** The shortest of these. */
const minRepeatedMs = 250

/** The part of the propagation timeout that transitions take at most where a change that has not begun in that time will not come. */
const promptPart = 1 / 10

/** Milliseconds that clean-up waits for a deletion in progress, even after one that never ended. */
const minCleanupDeleteMs = 6_000

/**
 * Learns from every wait how fast the target is, so that an effect that never comes is reported within a minute on a fast
 * target, while a slow or uneven one gets the configured timeouts in full. A wait that has timed out is not repeated at
 * full length.
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

  /** How long a first transition may take, by the responses so far. */
  get #likelyMs(): number {
    const byChanges = this.#fastestChangeMs === Number.POSITIVE_INFINITY ? 0 : changeFactor * this.#fastestChangeMs
    return Math.max(responseFactor * this.#fastestResponseMs, byChanges)
  }

  /** Records that an effect was observed after `ms` milliseconds. `key`: what was waited for, as in `recordTimeout`. */
  recordSuccess(name: WaitName, ms: number, key: string): void {
    this.#slowest.set(name, Math.max(ms, this.#slowest.get(name) ?? 0))
    if (this.hasTimedOut(name, key)) this.#timedOut.set(`${name} ${key}`, 1)
  }

  /** Records that an effect was not observed in time. `key`: what was waited for, such as `os-stop` or a requirement. */
  recordTimeout(name: WaitName, key: string): void {
    this.#timedOut.set(`${name} ${key}`, this.#timeoutCount(name, key) + 1)
    if (name === 'propagation') this.#hasLatePropagation = true
  }

  /** Whether an effect of this kind was ever observed. */
  hasSucceeded(name: WaitName): boolean {
    return this.#slowest.has(name)
  }

  /** Whether a change that has not even begun within the propagation timeout will not come: all transitions so far were much quicker. */
  get isPrompt(): boolean {
    const slowest = this.#slowestTransitionMs
    return slowest > 0 && slowest <= promptPart * this.#timeouts.propagation
  }

  /** Whether the same wait has timed out before. */
  hasTimedOut(name: WaitName, key: string): boolean {
    return this.#timedOut.has(`${name} ${key}`)
  }

  /**
   * How long to wait, in milliseconds; never longer than the configured timeout. It changes with what is learned while a test waits:
   * slow successes of others lengthen the wait, and once the same has timed out for another, both end.
   */
  deadlineMs(name: WaitName, key: string): number {
    const count = this.#timeoutCount(name, key)
    return Math.min(this.#timeouts[name], count > 0 ? this.#repeatedMs(name, count) : this.#firstMs(name))
  }

  /** Milliseconds that clean-up waits after the run: less for what already timed out during the run. */
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

  /** The slowest success of the waits that are not about propagation, or 0 before the first one. */
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

  #repeatedMs(name: WaitName, count: number): number {
    const own = this.#slowest.get(name)
    const learnedMs = own === undefined ? this.#slowestTransitionMs : 5 * own
    return Math.max(repeatedMs / 2 ** (count - 1), minRepeatedMs, learnedMs)
  }
}
