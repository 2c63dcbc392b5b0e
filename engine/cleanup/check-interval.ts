/** The pause between two checks of a cleanup, which grows while nothing is deleted. */
export class CheckInterval {
  #progressAt = Date.now()

  /** Records that a resource was deleted. */
  recordProgress(): void {
    this.#progressAt = Date.now()
  }

  /** Whether a resource was deleted a moment ago, so that others may be deletable now. */
  get hasJustProgressed(): boolean {
    return this.#progressAt >= Date.now() - 5
  }

  /**
   * Returns the delay in milliseconds: half of the time since the last deletion, up to three seconds and no longer than
   * until `deadline`.
   */
  delayMs(deadline: number): number {
    const ms = Math.min(Math.max(20, (Date.now() - this.#progressAt) / 2), 3_000)
    return Math.max(1, Math.min(ms, deadline - Date.now()))
  }
}
