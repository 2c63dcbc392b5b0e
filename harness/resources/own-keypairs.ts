import type { Evidence } from '#model'

interface WaitingTest {
  readonly test: Evidence
  resolve(name: string | undefined): void
}

/** The keypairs of a run and the tests that created them. With a small quota, keypairs that no test needs any more are deleted. */
export class OwnKeypairs {
  readonly #inUse = new Map<Evidence, string[]>()
  readonly #unused: string[] = []
  readonly #waiting: WaitingTest[] = []
  /** How many tests are about to create a keypair, including those that wait. */
  #attempts = 0

  /** Calls `create`, which returns the name of the new keypair, or undefined when none was created that the test needs alone. */
  async create(test: Evidence, create: () => Promise<string | undefined>): Promise<void> {
    this.#attempts++
    try {
      const name = await create()
      if (name !== undefined) this.#inUse.set(test, [...(this.#inUse.get(test) ?? []), name])
    } finally {
      this.#attempts--
      this.#endStall()
    }
  }

  /** Records that the test has ended, so that its keypairs may be deleted. */
  release(test: Evidence): void {
    this.#unused.push(...(this.#inUse.get(test) ?? []))
    this.#inUse.delete(test)
    this.#serve()
    this.#endStall()
  }

  /**
   * Returns the name of a keypair that may be deleted, as soon as there is one; undefined when there will be none, or all tests that have
   * keypairs wait for another.
   */
  takeUnused(test: Evidence): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#waiting.push({ test, resolve })
      this.#serve()
      this.#endStall()
    })
  }

  /** Tests that already have a keypair come first, because they release it sooner. */
  #serve(): void {
    while (this.#unused.length > 0 && this.#waiting.length > 0) {
      const holder = this.#waiting.findIndex(({ test }) => this.#inUse.has(test))
      const [next] = this.#waiting.splice(Math.max(0, holder), 1)
      next?.resolve(this.#unused.shift())
    }
  }

  /** When no test can continue, the last one that has a keypair gives up; if none has one, all give up. */
  #endStall(): void {
    if (this.#waiting.length === 0 || this.#attempts > this.#waiting.length) return
    const waiting = new Set(this.#waiting.map(({ test }) => test))
    if ([...this.#inUse.keys()].some((test) => !waiting.has(test))) return
    const last = this.#waiting.findLastIndex(({ test }) => this.#inUse.has(test))
    for (const { resolve } of this.#waiting.splice(Math.max(0, last), last < 0 ? this.#waiting.length : 1))
      resolve(undefined)
  }
}
