/** A wait in progress. */
export interface ShownWait {
  /** The awaited and the current state, for the status line. */
  report(text: string): void
  end(): void
}

/**
 * Selects the wait to show to the user: of those in progress, the one that began first, because it delays the run the longest. `show`
 * receives an empty text when no wait is in progress.
 */
export class WaitProgress {
  readonly #show: (text: string) => void
  /** In the order in which they began. */
  readonly #waits = new Set<{ text: string }>()
  #shown = ''

  constructor(show: (text: string) => void) {
    this.#show = show
  }

  begin(): ShownWait {
    const wait = { text: '' }
    this.#waits.add(wait)
    return {
      report: (text) => {
        wait.text = text
        this.#update()
      },
      end: () => {
        this.#waits.delete(wait)
        this.#update()
      },
    }
  }

  #update(): void {
    const text = [...this.#waits].find((wait) => wait.text !== '')?.text ?? ''
    if (text === this.#shown) return
    this.#shown = text
    this.#show(text)
  }
}
