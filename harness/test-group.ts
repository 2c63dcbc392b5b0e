/** How long the tests of a module may take to start, in milliseconds: they run concurrently. */
const startMs = 100

/** Tests of a run, and whether all of them have ended. */
export class TestGroup {
  #running = 0
  readonly #waiting: (() => void)[] = []

  /** Records that a test begins. The returned function records its end. */
  begin(): () => void {
    this.#running++
    let isRunning = true
    return () => {
      if (!isRunning) return
      isRunning = false
      this.#running--
      if (this.#running === 0) for (const resume of this.#waiting.splice(0)) resume()
    }
  }

  /** Resolves when no test is running any more, or the signal is aborted. */
  async ended(signal: AbortSignal): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, startMs))
    while (this.#running > 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }
}
