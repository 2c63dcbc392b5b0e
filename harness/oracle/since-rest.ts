import { textAt } from './read-attribute.ts'

/** What was accepted and shown since a resource was last shown at rest. */
export class SinceRest {
  /** The last status in which it was shown at rest. */
  status: string | undefined
  readonly #accepted = new Set<string>()
  #wasBusy = false

  /** The kinds of requests that were accepted. */
  get accepted(): ReadonlySet<string> {
    return this.#accepted
  }

  /** Records that a request of this kind was accepted. */
  recordAccepted(kind: string): void {
    this.#accepted.add(kind)
  }

  /**
   * Tells whether a description at rest shows that a reboot is over, whose end looks like its beginning: the resource was shown with a task
   * after the reboot was accepted, no other action was, and it is ACTIVE.
   */
  isRebootOver(description: unknown): boolean {
    const actions = [...this.#accepted].filter((kind) => kind.startsWith('actOnServer '))
    const isReboot = actions.length > 0 && actions.every((kind) => kind === 'actOnServer reboot')
    return isReboot && this.#wasBusy && textAt(description, 'status') === 'ACTIVE'
  }

  /** Records a response about the resource itself. */
  observe(description: unknown, atRest: boolean): void {
    this.#wasBusy = !atRest && this.#accepted.size > 0
    if (!atRest) return
    this.#accepted.clear()
    this.status = textAt(description, 'status')
  }
}
