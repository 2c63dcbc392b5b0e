import { setTimeout as sleep } from 'node:timers/promises'
import { curl, Journal, type ResourceKind, type Send, type TargetSettings } from '#harness/client'
import { type JournalEntry, leftIn, readJournal } from '#results'
import { type Belonging, belongingTo } from './belonging.ts'
import { Caller } from './caller.ts'
import { type Collection, collectionsOf } from './collections.ts'
import { journalLines, mendJournal } from './journal-file.ts'
import { keyOf, toResource } from './leftovers.ts'
import { type Resource, remove } from './removal.ts'
import { type Found, survey } from './survey.ts'

export interface ClearUp {
  /** `journal` and `runId` say of which run. */
  readonly settings: TargetSettings
  readonly send: Send
  /** Milliseconds for all of it. */
  readonly within: number
  /** Hears of everything that is gone. */
  onRemoved?(resource: Resource): void
}

/** Something that could not be removed, or not be looked for. */
export interface Remainder {
  readonly kind: ResourceKind
  readonly id: string
  readonly name: string
  readonly reason: string
  /** A shell line that removes it; none when it is not known to exist. */
  readonly remove?: string
}

export interface Cleared {
  readonly removed: readonly Resource[]
  readonly left: readonly Remainder[]
  /** Lists that could not be read, one sentence each: what they hold is not known. */
  readonly unread: readonly string[]
  /** Creates whose answer never came and that asked for no name of the run's: nobody can tell what came of them. */
  readonly unsure: readonly string[]
}

/** How many resources are removed at once. */
const atOnce = 8
/** How often the same resource is removed before a target that goes on listing it is not believed any more. */
const patience = 3
/** A create may be carried out after its sender is gone; so long (ms) it is looked for at most. */
const longestGrace = 10_000

export const removalLine = (url: string): string => curl({ method: 'DELETE', url, headers: { 'X-Auth-Token': '' } })

/** Everything of a target is at one of these; a token of ours must not go anywhere else. */
const basesOf = ({ computeUrl, services: { image, network, blockStorage } }: TargetSettings): readonly string[] =>
  [computeUrl, image, network, blockStorage].flatMap((url) => url ?? [])

/** Clears up after one run: by its journal, and by the names of what the target lists. */
class Clearance {
  readonly #work: ClearUp
  readonly #caller: Caller
  readonly #collections: readonly Collection[]
  readonly #servers = new Set<string>()
  readonly #belonging: Belonging
  readonly #journal: Journal
  readonly #deadline: number
  readonly #times = new Map<string, number>()
  readonly #left = new Map<string, Remainder>()
  readonly #removed: Resource[] = []
  #nextRef: number

  constructor(work: ClearUp, journal: Journal, entries: readonly JournalEntry[]) {
    const { settings, send, within } = work
    this.#work = work
    this.#caller = new Caller(send, settings)
    this.#collections = collectionsOf(settings)
    for (const { kind, id } of entries) if (kind === 'server' && id !== undefined) this.#servers.add(id)
    this.#belonging = belongingTo(settings.runId, this.#servers)
    this.#journal = journal
    this.#deadline = Date.now() + within
    this.#nextRef = entries.reduce((most, { ref }) => Math.max(most, ref), 0) + 1
  }

  async run(): Promise<Cleared> {
    for (;;) {
      const { found, unread } = await survey(this.#caller, this.#collections, this.#belonging, ({ kind, id }) => {
        if (kind === 'server') this.#servers.add(id)
      })
      this.#writeDown(found)
      const left = this.#leftByJournal()
      const known = left.flatMap(toResource).filter((one) => !this.#left.has(keyOf(one)))
      const isOver = this.#caller.isAlone || Date.now() >= this.#deadline
      if (known.length > 0 && !isOver) {
        await this.#removeAll(known)
        continue
      }
      const open = left.filter(({ url }) => url === undefined)
      const until = Math.min(this.#deadline, Math.max(0, ...open.map(({ at }) => at)) + this.#grace)
      if (Date.now() >= until || isOver) return this.#conclude(known, open, unread)
      await sleep(Math.min(500, until - Date.now()))
    }
  }

  get #grace(): number {
    return Math.min(longestGrace, this.#work.settings.budgets.request / 6)
  }

  #leftByJournal(): readonly JournalEntry[] {
    return leftIn(readJournal(journalLines(this.#work.settings.journal)))
  }

  /** What the target lists and the journal does not have: the answer never came, or named one of several, or another. */
  #writeDown(found: readonly Found[]): void {
    const left = this.#leftByJournal()
    const known = new Set(left.flatMap(toResource).map(keyOf))
    const open = left.filter(({ url }) => url === undefined)
    for (const one of found.filter((each) => !known.has(keyOf(each)))) {
      const at = open.findIndex(({ kind, name }) => kind === one.kind && name === one.name)
      const [asked] = at < 0 ? [] : open.splice(at, 1)
      this.#journal.created(one.kind, asked?.ref ?? this.#nextRef++, one.id, one.url, removalLine(one.url), one.name)
    }
  }

  /** Servers first: the rest may be in use by them, and has its share of the time even when a server does not go. */
  async #removeAll(known: readonly Resource[]): Promise<void> {
    const servers = known.filter(({ kind }) => kind === 'server')
    const others = known.filter(({ kind }) => kind !== 'server')
    const now = Date.now()
    await this.#removeTogether(servers, now + ((this.#deadline - now) * 2) / 3)
    await this.#removeTogether(others, this.#deadline)
  }

  async #removeTogether(resources: readonly Resource[], deadline: number): Promise<void> {
    const queue = [...resources].reverse()
    const work = {
      caller: this.#caller,
      belonging: this.#belonging,
      deadline,
      isHere: (url: string) => basesOf(this.#work.settings).some((base) => url.startsWith(`${base}/`)),
      shownName: (kind: ResourceKind) => this.#collections.find((one) => one.kind === kind)?.shownName ?? 'body/name',
    }
    const worker = async (): Promise<void> => {
      for (let one = queue.shift(); one; one = queue.shift()) this.#note(one, await remove(one, work))
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
  }

  #note(resource: Resource, reason: string | undefined): void {
    const key = keyOf(resource)
    const times = (this.#times.get(key) ?? 0) + 1
    this.#times.set(key, times)
    const why = reason ?? (times > patience ? 'it is listed still, though it was removed' : undefined)
    if (why !== undefined) {
      const { kind, id, name, url } = resource
      this.#left.set(key, { kind, id, name, reason: why, remove: removalLine(url) })
      return
    }
    this.#journal.adopt(resource.kind, resource.ref, resource.url)
    this.#journal.removed(resource.url)
    if (times > 1) return
    this.#removed.push(resource)
    this.#work.onRemoved?.(resource)
  }

  #conclude(
    known: readonly Resource[],
    open: readonly JournalEntry[],
    unread: ReadonlyMap<ResourceKind, string>,
  ): Cleared {
    const unsure: string[] = []
    const reason = this.#caller.isAlone ? this.#caller.trouble : 'the time for clearing up is over'
    for (const { kind, id, name, url } of known)
      this.#left.set(keyOf({ kind, id }), { kind, id, name, reason, remove: removalLine(url) })
    for (const { kind, ref, name = '' } of open) {
      const trouble = unread.get(kind)
      if (!this.#belonging.isOurs(name))
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
      this.#journal.refused(kind, ref)
    }
    return { removed: this.#removed, left: [...this.#left.values()], unread: [...unread.values()], unsure }
  }
}

/**
 * Removes what a run left and waits until it is gone: servers first and together, then everything else. What the journal
 * names is removed by its URL; what it does not know is looked for by the prefix of the run's names in every collection, again
 * until nothing new turns up and no create can be on its way any more. Nothing that does not bear a name of the run is touched.
 */
export async function clearUp(work: ClearUp): Promise<Cleared> {
  const entries = readJournal(journalLines(work.settings.journal))
  mendJournal(work.settings.journal)
  const journal = new Journal(work.settings.journal)
  try {
    return await new Clearance(work, journal, entries).run()
  } finally {
    journal.close()
  }
}
