import type { MonotonicClock } from './clock.ts'

/** A clock for tests: time passes only when something sleeps or `advance` is called, and no sleep really waits. */
export class SimulatedClock implements MonotonicClock {
  /** Milliseconds of every sleep so far. */
  readonly sleeps: number[] = []
  #now = 0

  now(): number {
    return this.#now
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return
    this.sleeps.push(ms)
    this.#now += ms
  }

  advance(ms: number): void {
    this.#now += ms
  }
}
