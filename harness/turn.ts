/** Something that one test at a time may use. */
export class Turn {
  #last: Promise<void> = Promise.resolve()

  /** Waits for its turn; the returned function passes it on. */
  async hold(): Promise<() => Promise<void>> {
    const before = this.#last
    let pass: () => void = () => {}
    const mine = new Promise<void>((resolve) => {
      pass = resolve
    })
    this.#last = before.then(() => mine)
    await before
    return async () => pass()
  }
}
