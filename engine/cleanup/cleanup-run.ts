import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { journalLines, serverVolumes } from '#engine/journal'
import { deleteCommand, type JournalWriter, type MonotonicClock, type SendRequest } from '#harness/core'
import type { JournalEntry, ResourceKind, TargetSettings } from '#model'
import { findLeaks, readJournal } from '#results'
import { type CleanupResult, describeFailure, describeName, type Leftover, leftoverOf } from './cleanup-result.ts'
import { CleanupClient } from './client.ts'
import { type ResourceCollection, resourceCollections } from './collections.ts'
import { Deletion, type DeletionContext, entryOf, type OwnedResource } from './deletion.ts'
import { deletionContextOf } from './deletion-context.ts'
import { distinct, keyOf, serverIdsIn, toResource } from './find-leftovers.ts'
import { type Listing, listAll, ownedResources, unreadableLists } from './list-resources.ts'
import { RemainingVolumes } from './remaining-volumes.ts'

export interface CleanupOptions {
  /** `runId` and `journal` identify the run. */
  readonly settings: TargetSettings
  readonly send: SendRequest
  /** Milliseconds for the whole cleanup; by default three times the timeout of a delete. */
  readonly timeoutMs?: number
  /** For the time that the target does not respond, which does not count towards the timeout. */
  readonly clock?: MonotonicClock
  /** Called for each resource that is deleted. */
  onRemoved?(resource: OwnedResource): void
}

/** Resources that are deleted at the same time. */
const concurrency = 8
/** How often a resource that was gone may be listed again; then it is a leftover. */
const maxReturns = 3
/** Milliseconds for which a create without a response may still take effect. */
const maxCreateDelay = 10_000

/** Nothing uses a keypair; all other resources may be in use by a server. */
const isIndependent = ({ kind }: OwnedResource): boolean => kind === 'server' || kind === 'keypair'

/** The cleanup of one run, according to its journal and the names of what the target lists. */
export class CleanupRun {
  readonly #options: CleanupOptions
  readonly #client: CleanupClient
  readonly #collections: readonly ResourceCollection[]
  readonly #serverIds: Set<string>
  readonly #context: DeletionContext
  readonly #journal: JournalWriter
  readonly #endsAt: number
  readonly #deletions = new Map<string, Deletion>()
  /** How often each resource was gone and listed again. */
  readonly #returns = new Map<string, number>()
  readonly #leftovers = new Map<string, Leftover>()
  readonly #unknownCreates: string[] = []
  readonly #remainingVolumes: RemainingVolumes
  readonly #removed: OwnedResource[] = []
  /** When something was last deleted. */
  #progressAt = Date.now()
  #nextRef: number

  constructor(options: CleanupOptions, journal: JournalWriter, entries: readonly JournalEntry[]) {
    const { settings, send, timeoutMs = settings.timeouts.delete * 3 } = options
    const lines = journalLines(settings.journal)
    this.#options = options
    this.#client = new CleanupClient(send, settings, options.clock)
    this.#collections = resourceCollections(settings, entries)
    this.#serverIds = serverIdsIn(entries)
    this.#context = deletionContextOf(settings, this.#client, this.#collections, this.#serverIds, lines)
    this.#remainingVolumes = new RemainingVolumes({
      client: this.#client,
      url: this.#collections.find(({ kind }) => kind === 'volume')?.url ?? '',
      volumes: serverVolumes(lines),
      earlier: this.#context.earlier.volume,
      serverIds: this.#serverIds,
      propagationMs: this.#context.limits.propagationMs,
    })
    this.#journal = journal
    this.#endsAt = Date.now() + timeoutMs
    this.#nextRef = entries.reduce((max, { ref }) => Math.max(max, ref), 0) + 1
  }

  async run(): Promise<CleanupResult> {
    /** The kinds of the resources being deleted; when there are none, all lists are read. */
    let kinds: ReadonlySet<ResourceKind> = new Set()
    for (;;) {
      const isComplete = kinds.size === 0
      const listing = await listAll(
        this.#client,
        this.#collections.filter(({ kind }) => isComplete || kinds.has(kind)),
      )
      if (this.#client.isSilent && !this.#client.isUnreachable) {
        await this.#client.pauseInSilence()
        continue
      }
      this.#recordUnjournaled(listing)
      const leaks = this.#leaks()
      const pending = distinct(leaks.flatMap(toResource)).filter((resource) => !this.#leftovers.has(keyOf(resource)))
      const isOver = this.#client.isUnreachable || Date.now() >= this.#deadline
      if (!isOver && pending.length > 0) {
        kinds = await this.#advance(pending, listing)
        if (this.#progressAt < Date.now() - 5) await sleep(this.#delayMs)
        continue
      }
      kinds = new Set()
      if (!isOver && !isComplete) continue
      const unanswered = leaks.filter(({ url }) => url === undefined)
      const until = Math.min(this.#deadline, Math.max(0, ...unanswered.map(({ at }) => at)) + this.#createDelay)
      const isTimeUp = isOver || Date.now() >= until
      if (isTimeUp && (isOver || !(await this.#hasRemainingVolumes(listing))))
        return this.#finish(pending, unanswered, unreadableLists(listing))
      await sleep(isTimeUp ? this.#delayMs : Math.min(500, until - Date.now()))
    }
  }

  get #deadline(): number {
    return this.#endsAt + this.#client.waitedMs
  }

  get #createDelay(): number {
    return Math.min(maxCreateDelay, this.#options.settings.timeouts.request / 6)
  }

  /** Half of the time since something was last deleted, up to three seconds. */
  get #delayMs(): number {
    const ms = Math.min(Math.max(20, (Date.now() - this.#progressAt) / 2), 3_000)
    return Math.max(1, Math.min(ms, this.#deadline - Date.now()))
  }

  #leaks(): readonly JournalEntry[] {
    return findLeaks(readJournal(journalLines(this.#options.settings.journal)))
  }

  /**
   * Records what the target lists and the journal does not have: the create got no response, or one with the id of another
   * resource.
   */
  #recordUnjournaled(listing: Listing): void {
    const { ownership, earlier } = this.#context
    const listed = ownedResources(listing, this.#collections, { ownership, earlier, serverIds: this.#serverIds })
    const leaks = this.#leaks()
    const journaled = new Set(leaks.flatMap(toResource).map(keyOf))
    const unanswered = leaks.filter(({ url }) => url === undefined)
    for (const { kind, id, name, url } of listed.filter((resource) => !journaled.has(keyOf(resource)))) {
      const index = unanswered.findIndex((entry) => entry.kind === kind && entry.name === name)
      const [intent] = index < 0 ? [] : unanswered.splice(index, 1)
      const remove = deleteCommand(url)
      this.#journal.recordCreated(kind, intent?.ref ?? this.#nextRef++, { id, url, remove, name })
    }
  }

  /** Whether volumes of deleted servers are still there; those that are the run's are recorded, so that they are deleted next. */
  async #hasRemainingVolumes(listing: Listing): Promise<boolean> {
    const servers = [...this.#leftovers.values()].flatMap(({ kind, id }) => (kind === 'server' ? [id] : []))
    const { isPending, volumes } = await this.#remainingVolumes.find(listing, new Set(servers), Date.now())
    for (const { kind, id, name, url } of volumes)
      this.#journal.recordCreated(kind, this.#nextRef++, { id, url, remove: deleteCommand(url), name })
    return isPending || volumes.length > 0
  }

  /** One look at every resource that can be deleted now. Returns their kinds. */
  async #advance(resources: readonly OwnedResource[], listing: Listing): Promise<ReadonlySet<ResourceKind>> {
    const hasServers = resources.some(({ kind }) => kind === 'server')
    const active = resources.filter((resource) => !hasServers || isIndependent(resource)).toReversed()
    const limit = pLimit(concurrency)
    // The list of a kind that could not be deleted yet is read before the next look.
    const isRead = ({ kind }: OwnedResource) => listing.has(kind) || !this.#collections.some((one) => one.kind === kind)
    await Promise.all(active.filter(isRead).map((resource) => limit(() => this.#advanceOne(resource, listing))))
    return new Set(active.map(({ kind }) => kind))
  }

  async #advanceOne(resource: OwnedResource, listing: Listing): Promise<void> {
    const key = keyOf(resource)
    const deletion = this.#deletions.get(key) ?? new Deletion(resource, this.#contextFor(resource))
    this.#deletions.set(key, deletion)
    const isYoung = Date.now() - resource.createdAt < this.#createDelay
    const result = await deletion.advance(entryOf(resource, listing), isYoung)
    if (result.is === 'left') this.#leftovers.set(key, leftoverOf(resource, result.reason, result.isViolation))
    if (result.is === 'foreign') this.#disclaim(resource)
    if (result.is === 'gone') this.#recordGone(deletion)
  }

  /** A server that was left behind keeps what it uses, so that this is not waited for once more. */
  #contextFor(resource: OwnedResource): DeletionContext {
    const { limits } = this.#context
    const isKept = !isIndependent(resource) && [...this.#leftovers.values()].some(({ kind }) => kind === 'server')
    return isKept ? { ...this.#context, limits: { ...limits, propagationMs: limits.propagationMs / 4 } } : this.#context
  }

  #recordGone({ resource, wasAccepted }: Deletion): void {
    const key = keyOf(resource)
    const returns = this.#returns.get(key) ?? 0
    this.#returns.set(key, returns + 1)
    if (returns >= maxReturns) {
      this.#leftovers.set(key, leftoverOf(resource, 'the list contains it again and again after it was deleted', false))
      return
    }
    this.#deletions.delete(key)
    for (const { kind, ref, url } of this.#leaks()
      .flatMap(toResource)
      .filter((other) => keyOf(other) === key)) {
      this.#journal.track(kind, ref, url)
      this.#journal.recordRemoved(url)
    }
    this.#progressAt = Date.now()
    if (returns > 0 || !wasAccepted) return
    this.#removed.push(resource)
    this.#options.onRemoved?.(resource)
  }

  /** A response named a resource that need not be the run's: it is neither deleted nor offered for deletion. */
  #disclaim({ kind, ref, id, name, url }: OwnedResource): void {
    this.#journal.recordRejected(kind, ref, url)
    this.#unknownCreates.push(
      `A create of a ${kind} ${describeName(name)} was answered with the id ${JSON.stringify(id)}, whose name does not belong to the run: it was not deleted.`,
    )
  }

  #finish(
    pending: readonly OwnedResource[],
    unanswered: readonly JournalEntry[],
    unreadable: ReadonlyMap<ResourceKind, string>,
  ): CleanupResult {
    const isFailed = this.#client.isUnreachable && this.#leaks().length > 0
    for (const resource of pending) {
      const reason = isFailed
        ? this.#client.failureReason
        : (this.#deletions.get(keyOf(resource))?.reason ?? 'the timeout of the cleanup expired')
      this.#leftovers.set(keyOf(resource), leftoverOf(resource, reason, false))
    }
    for (const { kind, ref, name = '' } of unanswered) {
      const isNamed = this.#context.ownership.owns(name)
      const error = unreadable.get(kind)
      if (isNamed && error !== undefined) {
        const problem = `it could not be searched for: ${error}`
        this.#leftovers.set(`${kind} ${ref}`, { kind, id: 'unknown', name, reason: problem, isViolation: false })
        continue
      }
      if (!isNamed)
        this.#unknownCreates.push(
          `It is unknown whether a ${kind} ${describeName(name)} was created: no response to the request names it.`,
        )
      this.#journal.recordRejected(kind, ref)
    }
    return {
      removed: this.#removed,
      leftovers: [...this.#leftovers.values()],
      keptVolumes: this.#remainingVolumes.kept,
      unreadable: [...unreadable.values()],
      unknownCreates: this.#unknownCreates,
      failure: isFailed ? describeFailure(this.#client.failureReason) : undefined,
    }
  }
}
