import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import type { CostRisk, JournalEntry, ResourceKind } from '#model'

/** A created resource, as the journal identifies it. */
export interface JournaledResource {
  readonly id: string
  /** URL for the DELETE request. */
  readonly url: string
  /** A shell command that deletes it. */
  readonly remove: string
  readonly name?: string
}

interface TrackedCreate {
  readonly ref: number
  readonly kind: ResourceKind
}

/**
 * Appends to the journal of a run, a write-ahead log of its creates. Every entry is on disk when the call returns: it survives a crash of
 * the process and, when the journal is `durable`, a power failure. A failed write throws, so that nothing is created without an entry. A
 * cleanup passes `keep` instead, which receives the first line that could not be written and all later ones: a full disk must not prevent
 * deletions.
 */
export class JournalWriter {
  readonly #file: number | undefined
  readonly #durable: boolean
  readonly #keep: ((line: string) => void) | undefined
  /** Whether the latest line may be on disk in part (a torn write). */
  #isTorn = false
  #nextRef = 1
  /** Creates of resources that exist, by URL: the responses to several may have named the same resource. */
  readonly #tracked = new Map<string, readonly TrackedCreate[]>()

  constructor(path: string, durable = true, keep?: (line: string) => void) {
    this.#durable = durable
    this.#keep = keep
    try {
      this.#file = openSync(path, 'a', 0o600)
    } catch (error) {
      if (!keep) throw error
    }
  }

  /** Records a create request that is about to be sent. Returns the `ref` of its later entries. */
  recordIntent(kind: ResourceKind, name: string, risk?: CostRisk): number {
    const ref = this.#nextRef++
    this.#append({ at: Date.now(), event: 'intent', kind, ref, name, ...(risk === undefined ? {} : { risk }) })
    return ref
  }

  recordCreated(kind: ResourceKind, ref: number, { id, url, remove, name }: JournaledResource): void {
    this.track(kind, ref, url)
    const named = name === undefined ? {} : { name }
    this.#append({ at: Date.now(), event: 'created', kind, ref, id, url, remove, ...named })
  }

  /** Records that a create was accepted without an id that the run could read. */
  recordUnidentified(kind: ResourceKind, ref: number): void {
    this.#append({ at: Date.now(), event: 'created', kind, ref })
  }

  /** Records that a create request created nothing, or that the resource at `url`, which its response named, is not the run's. */
  recordRejected(kind: ResourceKind, ref: number, url?: string): void {
    this.#append({ at: Date.now(), event: 'refused', kind, ref, ...(url === undefined ? {} : { url }) })
  }

  /** Records which resources of a kind exist before the run creates any: they are never deleted. */
  recordExisting(kind: ResourceKind, ids: readonly string[]): void {
    this.#append({ at: Date.now(), event: 'existing', kind, ids })
  }

  /**
   * Records volumes that the target has created for a server of the run. `areDeletedWithServer`: whether the request for the server sets
   * `delete_on_termination` for each of them.
   */
  recordServerVolumes(ids: readonly string[], areDeletedWithServer: boolean): void {
    this.#append({ at: Date.now(), event: 'server-volumes', ids, deletedWithServer: areDeletedWithServer })
  }

  /** Records the timeouts for a deletion and for a visible effect that fit the pace of the target, in milliseconds. */
  recordPace(timeouts: { readonly delete: number; readonly propagation: number }): void {
    this.#append({ at: Date.now(), event: 'pace', ...timeouts })
  }

  /** Continues to track a resource that another process recorded as created. */
  track(kind: ResourceKind, ref: number, url: string): void {
    const others = (this.#tracked.get(url) ?? []).filter((create) => create.ref !== ref)
    this.#tracked.set(url, [...others, { ref, kind }])
  }

  /**
   * Records that the resource at a URL is gone. Ignores URLs that are not tracked. A server may have been created below another
   * tenant, where a target does not check it: its id alone identifies it.
   */
  recordRemoved(url: string): void {
    const [serverPath] = /\/servers\/[^/]+$/.exec(url) ?? []
    for (const [trackedUrl, creates] of [...this.#tracked]) {
      const isSame = trackedUrl === url || (serverPath !== undefined && trackedUrl.endsWith(serverPath))
      if (!isSame) continue
      this.#tracked.delete(trackedUrl)
      for (const create of creates) this.#append({ at: Date.now(), event: 'removed', ...create, url: trackedUrl })
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
  }

  #append(entry: JournalEntry | Readonly<Record<string, unknown>>): void {
    const line = JSON.stringify(entry)
    if (this.#keep && (this.#isTorn || this.#file === undefined)) {
      this.#keep(line)
      return
    }
    const start = this.#isTorn ? '\n' : ''
    this.#isTorn = true
    try {
      this.#write(`${start}${line}\n`)
      this.#isTorn = false
    } catch (error) {
      if (!this.#keep) throw error
      this.#keep(line)
    }
  }

  /** On a disk that is nearly full, a part of the text is written without an error. */
  #write(text: string): void {
    if (this.#file === undefined) return
    const bytes = Buffer.from(text)
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written)
    if (this.#durable) fsyncSync(this.#file)
  }
}
