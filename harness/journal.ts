import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

export const resourceKinds = ['server', 'keypair', 'image', 'volume', 'port'] as const
export type ResourceKind = (typeof resourceKinds)[number]

/**
 * One line of the journal. A create is written down before it is sent (`intent`), with its id once there is one
 * (`created`), or that there is none (`refused`); `removed` once it is known to be gone.
 */
export interface JournalLine {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly event: 'intent' | 'created' | 'removed' | 'refused'
  readonly kind: ResourceKind
  /** The same for the intent and for what became of it. */
  readonly ref: number
  readonly name?: string
  readonly id?: string
  /** URL that a DELETE removes it with. */
  readonly url?: string
  /** A shell line that does so. */
  readonly remove?: string
}

/**
 * Appends to the journal on disk; a line is there before the call returns, whatever happens next: to the process, or, when it
 * is `durable`, to the machine.
 */
export class Journal {
  readonly #file: number
  readonly #durable: boolean
  #next = 1
  readonly #alive = new Map<string, { readonly ref: number; readonly kind: ResourceKind }>()

  constructor(path: string, durable = true) {
    this.#file = openSync(path, 'a', 0o600)
    this.#durable = durable
  }

  #write(line: JournalLine): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`)
    if (this.#durable) fsyncSync(this.#file)
  }

  intend(kind: ResourceKind, name: string): number {
    const ref = this.#next++
    this.#write({ at: Date.now(), event: 'intent', kind, ref, name })
    return ref
  }

  created(kind: ResourceKind, ref: number, id: string, url: string, remove: string, name?: string): void {
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

  refused(kind: ResourceKind, ref: number): void {
    this.#write({ at: Date.now(), event: 'refused', kind, ref })
  }

  /** Takes over a resource that another process wrote down, so that its removal can be noted. */
  adopt(kind: ResourceKind, ref: number, url: string): void {
    this.#alive.set(url, { ref, kind })
  }

  /** Notes that what the URL names is gone. Unknown URLs are none of ours and are not written down. */
  removed(url: string): void {
    const known = this.#alive.get(url)
    if (!known) return
    this.#alive.delete(url)
    this.#write({ at: Date.now(), event: 'removed', ...known, url })
  }

  close(): void {
    closeSync(this.#file)
  }
}
