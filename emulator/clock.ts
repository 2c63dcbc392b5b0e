/** Where the emulator takes its time from. Everything that moves, moves with this clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

/** A clock that stands still until it is told to go on. */
export interface DrivenClock extends Clock {
  advance(milliseconds: number): void
}

export const systemClock: Clock = { now: () => Date.now() }

export function drivenClock(start: number): DrivenClock {
  let now = start
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds
    },
  }
}
