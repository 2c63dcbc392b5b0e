/** The emulator's source of time: transitions, timestamps and token lifetimes depend on it alone. */
export interface Clock {
  /** Returns the milliseconds since the epoch. */
  now(): number
}

/** A clock that moves only by `advance`. */
export interface ManualClock extends Clock {
  advance(milliseconds: number): void
}

export const systemClock: Clock = { now: () => Date.now() }

/** Creates a clock that stands still until it is advanced. `start`: milliseconds since the epoch. */
export function manualClock(start: number): ManualClock {
  let now = start
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds
    },
  }
}

/** The state of a controllable clock, as plain data. */
export interface ClockSetting {
  /** Milliseconds by which a running clock is ahead of its base clock. */
  readonly offset: number
  /** The time of a frozen clock, in milliseconds since the epoch; null while it runs. */
  readonly frozenAt: number | null
}

/** A clock based on another one that can be frozen, resumed and moved forward. Only assigning `setting` can move it back. */
export class ControllableClock implements ManualClock {
  readonly #base: Clock
  #offset = 0
  #frozenAt: number | null = null

  constructor(base: Clock) {
    this.#base = base
  }

  now(): number {
    return this.#frozenAt ?? this.#base.now() + this.#offset
  }

  get setting(): ClockSetting {
    return { offset: this.#offset, frozenAt: this.#frozenAt }
  }

  set setting({ offset, frozenAt }: ClockSetting) {
    this.#offset = offset
    this.#frozenAt = frozenAt
  }

  freeze(): void {
    this.#frozenAt = this.now()
  }

  /** Resumes from the current time. */
  run(): void {
    if (this.#frozenAt === null) return
    this.#offset = this.#frozenAt - this.#base.now()
    this.#frozenAt = null
  }

  advance(milliseconds: number): void {
    if (this.#frozenAt === null) this.#offset += milliseconds
    else this.#frozenAt += milliseconds
  }
}
