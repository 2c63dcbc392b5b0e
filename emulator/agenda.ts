/** Something that will happen at a known time to the thing it belongs to. */
interface Appointment {
  readonly at: number
  readonly owner: string
  readonly happen: (at: number) => void
}

/**
 * What is still going to happen, in order of time. Nothing runs by itself: whoever reads the state first calls
 * `advance`, so that state depends on the clock alone and never on how often somebody looked.
 */
export class Agenda {
  readonly #appointments: Appointment[] = []

  schedule(at: number, owner: string, happen: (at: number) => void): void {
    const later = this.#appointments.findIndex((appointment) => appointment.at > at)
    this.#appointments.splice(later === -1 ? this.#appointments.length : later, 0, { at, owner, happen })
  }

  /** Forgets what was still going to happen to `owner`. */
  cancel(owner: string): void {
    for (let index = this.#appointments.length - 1; index >= 0; index--) {
      if (this.#appointments[index]?.owner === owner) this.#appointments.splice(index, 1)
    }
  }

  /** Lets everything happen that is due at `now`, each thing at its own time; what happens may schedule more. */
  advance(now: number): void {
    for (let next = this.#appointments[0]; next !== undefined && next.at <= now; next = this.#appointments[0]) {
      this.#appointments.shift()
      next.happen(next.at)
    }
  }
}
