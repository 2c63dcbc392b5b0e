import type { MonotonicClock } from './clock.ts'

/** A clock that counts the sleeps in progress: their callers continue without further help. */
export class CountingClock implements MonotonicClock {
  readonly #clock: MonotonicClock
  #sleeping = 0

  constructor(clock: MonotonicClock) {
    this.#clock = clock
  }

  /** How many sleeps have not ended. */
  get sleeping(): number {
    return this.#sleeping
  }

  now(): number {
    return this.#clock.now()
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.#sleeping++
    await this.#clock.sleep(ms, signal)
    this.#sleeping--
  }
}
