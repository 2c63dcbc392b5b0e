import { setTimeout as sleep } from 'node:timers/promises'
import { curl, JournalWriter, type SendRequest } from '#harness/core'
import type { JournalEntry, ResourceKind, TargetSettings } from '#model'
import { findLeaks, readJournal } from '#results'
import { journalLines, repairTail } from '../journal/file.ts'
import { CleanupClient } from './client.ts'
import { type ResourceCollection, resourceCollections } from './collections.ts'
import { deleteResource, type OwnedResource } from './delete-resource.ts'
import { keyOf, toResource } from './find-leftovers.ts'
import { type ListedResource, listOwned } from './list-resources.ts'
import { type Ownership, ownershipOf } from './ownership.ts'

export interface CleanupOptions {
  /** `journal` and `runId` say of which run. */
  readonly settings: TargetSettings
  readonly send: SendRequest
  /** Milliseconds for all of it. */
  readonly timeoutMs: number
  /** Hears of everything that is gone. */
  onRemoved?(resource: OwnedResource): void
}

/** Something that could not be removed, or not be looked for. */
export interface Leftover {
  readonly kind: ResourceKind
  readonly id: string
  readonly name: string
  readonly reason: string
  /** A shell line that removes it; none when it is not known to exist. */
  readonly remove?: string
}

export interface CleanupResult {
  readonly removed: readonly OwnedResource[]
  readonly leftovers: readonly Leftover[]
  /** Lists that could not be read, one sentence each: what they hold is not known. */
  readonly unreadable: readonly string[]
  /** Creates whose answer never came and that asked for no name of the run's: nobody can tell what came of them. */
  readonly unknown: readonly string[]
}

/** How many resources are removed at once. */
const atOnce = 8
/** How often the same resource is removed before a target that goes on listing it is not believed any more. */
const patience = 3
/** A create may be carried out after its sender is gone; so long (ms) it is looked for at most. */
const longestGrace = 10_000

export const deleteCommand = (url: string): string => curl({ method: 'DELETE', url, headers: { 'X-Auth-Token': '' } })

/** Everything of a target is at one of these; a token of ours must not go anywhere else. */
const basesOf = ({ computeUrl, services: { image, network, blockStorage } }: TargetSettings): readonly string[] =>
  [computeUrl, image, network, blockStorage].flatMap((url) => url ?? [])

/** Clears up after one run: by its journal, and by the names of what the target lists. */
class Clearance {
  readonly #work: CleanupOptions
  readonly #caller: CleanupClient
  readonly #collections: readonly ResourceCollection[]
  readonly #servers = new Set<string>()
  readonly #belonging: Ownership
  readonly #journal: JournalWriter
  readonly #deadline: number
  readonly #times = new Map<string, number>()
  readonly #left = new Map<string, Leftover>()
  readonly #removed: OwnedResource[] = []
  #nextRef: number

  constructor(work: CleanupOptions, journal: JournalWriter, entries: readonly JournalEntry[]) {
    const { settings, send, timeoutMs } = work
    this.#work = work
    this.#caller = new CleanupClient(send, settings)
    this.#collections = resourceCollections(settings)
    for (const { kind, id } of entries) if (kind === 'server' && id !== undefined) this.#servers.add(id)
    this.#belonging = ownershipOf(settings.runId, this.#servers)
    this.#journal = journal
    this.#deadline = Date.now() + timeoutMs
    this.#nextRef = entries.reduce((most, { ref }) => Math.max(most, ref), 0) + 1
  }

  async run(): Promise<CleanupResult> {
    for (;;) {
      const { resources, unreadable } = await listOwned(this.#caller, this.#collections, this.#belonging, ({ kind, id }) => {
        if (kind === 'server') this.#servers.add(id)
      })
      this.#writeDown(resources)
      const left = this.#leftByJournal()
      const known = left.flatMap(toResource).filter((one) => !this.#left.has(keyOf(one)))
      const isOver = this.#caller.isUnreachable || Date.now() >= this.#deadline
      if (known.length > 0 && !isOver) {
        await this.#removeAll(known)
        continue
      }
      const open = left.filter(({ url }) => url === undefined)
      const until = Math.min(this.#deadline, Math.max(0, ...open.map(({ at }) => at)) + this.#grace)
      if (Date.now() >= until || isOver) return this.#conclude(known, open, unreadable)
      await sleep(Math.min(500, until - Date.now()))
    }
  }

  get #grace(): number {
    return Math.min(longestGrace, this.#work.settings.timeouts.request / 6)
  }

  #leftByJournal(): readonly JournalEntry[] {
    return findLeaks(readJournal(journalLines(this.#work.settings.journal)))
  }

  /** What the target lists and the journal does not have: the answer never came, or named one of several, or another. */
  #writeDown(found: readonly ListedResource[]): void {
    const left = this.#leftByJournal()
    const known = new Set(left.flatMap(toResource).map(keyOf))
    const open = left.filter(({ url }) => url === undefined)
    for (const one of found.filter((each) => !known.has(keyOf(each)))) {
      const at = open.findIndex(({ kind, name }) => kind === one.kind && name === one.name)
      const [asked] = at < 0 ? [] : open.splice(at, 1)
      this.#journal.recordCreated(
        one.kind,
        asked?.ref ?? this.#nextRef++,
        one.id,
        one.url,
        deleteCommand(one.url),
        one.name,
      )
    }
  }

  /** Servers first: the rest may be in use by them, and has its share of the time even when a server does not go. */
  async #removeAll(known: readonly OwnedResource[]): Promise<void> {
    const servers = known.filter(({ kind }) => kind === 'server')
    const others = known.filter(({ kind }) => kind !== 'server')
    const now = Date.now()
    await this.#removeTogether(servers, now + ((this.#deadline - now) * 2) / 3)
    await this.#removeTogether(others, this.#deadline)
  }

  async #removeTogether(resources: readonly OwnedResource[], deadline: number): Promise<void> {
    const queue = [...resources].reverse()
    const work = {
      caller: this.#caller,
      belonging: this.#belonging,
      deadline,
      isHere: (url: string) => basesOf(this.#work.settings).some((base) => url.startsWith(`${base}/`)),
      shownName: (kind: ResourceKind) => this.#collections.find((one) => one.kind === kind)?.shownName ?? 'body/name',
    }
    const worker = async (): Promise<void> => {
      for (let one = queue.shift(); one; one = queue.shift()) this.#note(one, await deleteResource(one, work))
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
  }

  #note(resource: OwnedResource, reason: string | undefined): void {
    const key = keyOf(resource)
    const times = (this.#times.get(key) ?? 0) + 1
    this.#times.set(key, times)
    const why = reason ?? (times > patience ? 'it is listed still, though it was removed' : undefined)
    if (why !== undefined) {
      const { kind, id, name, url } = resource
      this.#left.set(key, { kind, id, name, reason: why, remove: deleteCommand(url) })
      return
    }
    this.#journal.track(resource.kind, resource.ref, resource.url)
    this.#journal.recordRemoved(resource.url)
    if (times > 1) return
    this.#removed.push(resource)
    this.#work.onRemoved?.(resource)
  }

  #conclude(
    known: readonly OwnedResource[],
    open: readonly JournalEntry[],
    unread: ReadonlyMap<ResourceKind, string>,
  ): CleanupResult {
    const unsure: string[] = []
    const reason = this.#caller.isUnreachable ? this.#caller.failureReason : 'the time for clearing up is over'
    for (const { kind, id, name, url } of known)
      this.#left.set(keyOf({ kind, id }), { kind, id, name, reason, remove: deleteCommand(url) })
    for (const { kind, ref, name = '' } of open) {
      const trouble = unread.get(kind)
      if (!this.#belonging.owns(name))
        unsure.push(
          `Whether a ${kind} ${name === '' ? 'without a name' : `"${name}"`} was made is not known: its create was not answered.`,
        )
      else if (trouble !== undefined) {
        this.#left.set(`${kind} ${ref}`, {
          kind,
          id: 'unknown',
          name,
          reason: `it could not be looked for: ${trouble}`,
        })
        continue
      }
      this.#journal.recordRejected(kind, ref)
    }
    return { removed: this.#removed, leftovers: [...this.#left.values()], unreadable: [...unread.values()], unknown }
  }
}

/**
 * Removes what a run left and waits until it is gone: servers first and together, then everything else. What the journal
 * names is removed by its URL; what it does not know is looked for by the prefix of the run's names in every collection, again
 * until nothing new turns up and no create can be on its way any more. Nothing that does not bear a name of the run is touched.
 */
export async function cleanUp(work: CleanupOptions): Promise<CleanupResult> {
  const entries = readJournal(journalLines(work.settings.journal))
  repairTail(work.settings.journal)
  const journal = new JournalWriter(work.settings.journal)
  try {
    return await new Clearance(work, journal, entries).run()
  } finally {
    journal.close()
  }
}
