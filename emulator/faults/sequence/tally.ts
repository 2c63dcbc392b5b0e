/** Counts an event for each resource, from the time at which the fault is enabled. */
export class Tally {
  readonly #counts = new Map<string, number>()

  /** Counts one more, and returns how often it has happened. */
  add(id: string): number {
    const count = this.of(id) + 1
    this.#counts.set(id, count)
    return count
  }

  of(id: string): number {
    return this.#counts.get(id) ?? 0
  }
}
