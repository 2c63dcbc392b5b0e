import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

import type { JournalEntry, ResourceKind } from '#model'

/**
 * Appends to the journal on disk; a line is there before the call returns, whatever happens next: to the process, or, when it
 * is `durable`, to the machine.
 */
export class JournalWriter {
  readonly #file: number
  readonly #durable: boolean
  #next = 1
  readonly #alive = new Map<string, { readonly ref: number; readonly kind: ResourceKind }>()

  constructor(path: string, durable = true) {
    this.#file = openSync(path, 'a', 0o600)
    this.#durable = durable
  }

  #write(line: JournalEntry): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`)
    if (this.#durable) fsyncSync(this.#file)
  }

  recordIntent(kind: ResourceKind, name: string): number {
    const ref = this.#next++
    this.#write({ at: Date.now(), event: 'intent', kind, ref, name })
    return ref
  }

  recordCreated(kind: ResourceKind, ref: number, id: string, url: string, remove: string, name?: string): void {
    this.#alive.set(url, { ref, kind })
    this.#write({
      at: Date.now(),
      event: 'created',
      kind,
      ref,
      id,
      url,
      remove,
      ...(name === undefined ? {} : { name }),
    })
  }

  recordRejected(kind: ResourceKind, ref: number): void {
    this.#write({ at: Date.now(), event: 'refused', kind, ref })
  }

  /** Takes over a resource that another process wrote down, so that its removal can be noted. */
  track(kind: ResourceKind, ref: number, url: string): void {
    this.#alive.set(url, { ref, kind })
  }

  /** Notes that what the URL names is gone. Unknown URLs are none of ours and are not written down. */
  recordRemoved(url: string): void {
    const known = this.#alive.get(url)
    if (!known) return
    this.#alive.delete(url)
    this.#write({ at: Date.now(), event: 'removed', ...known, url })
  }

  close(): void {
    closeSync(this.#file)
  }
}
