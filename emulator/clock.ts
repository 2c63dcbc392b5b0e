/** Where the emulator takes its time from. Everything that moves, moves with this clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  advance(milliseconds: number): void
}

export const systemClock: Clock = { now: () => Date.now() }

export function manualClock(start: number): ManualClock {
  let now = start
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds
    },
  }
}

/** How a steered clock stands, in a form that can be written down. */
export interface ClockSetting {
  /** Milliseconds by which it is ahead of the clock below while it runs. */
  readonly offset: number
  /** The time at which it stands still, in milliseconds since the epoch; null while it runs. */
  readonly frozenAt: number | null
}

/** A clock over another one that can be stopped, set going again and moved forward. It never goes back by itself. */
export class ControllableClock implements ManualClock {
  readonly #below: Clock
  #offset = 0
  #frozenAt: number | null = null

  constructor(below: Clock) {
    this.#below = below
  }

  now(): number {
    return this.#frozenAt ?? this.#below.now() + this.#offset
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

  /** Goes on from where it stands. */
  run(): void {
    if (this.#frozenAt === null) return
    this.#offset = this.#frozenAt - this.#below.now()
    this.#frozenAt = null
  }

  advance(milliseconds: number): void {
    if (this.#frozenAt === null) this.#offset += milliseconds
    else this.#frozenAt += milliseconds
  }
}
