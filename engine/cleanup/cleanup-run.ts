import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { journalLines } from '#engine/journal'
import { deleteCommand, type JournalWriter, type MonotonicClock, type SendRequest } from '#harness/core'
import type { JournalEntry, ResourceKind, TargetSettings } from '#model'
import { findLeaks, readJournal } from '#results'
import { CheckInterval } from './check-interval.ts'
import {
  type CleanupResult,
  describeFailure,
  describeForeignId,
  describeUnknownCreate,
  type Leftover,
  leftoverOf,
} from './cleanup-result.ts'
import { CleanupClient } from './client.ts'
import { type ResourceCollection, resourceCollections } from './collections.ts'
import { Deletion, type DeletionContext, entryOf, isIndependent, type OwnedResource } from './deletion.ts'
import { deletionContextOf } from './deletion-context.ts'
import { distinct, keyOf, nextRefAfter, serverIdsIn, toResource } from './find-leftovers.ts'
import { type ListedResource, type Listing, listAll, ownedResources, unreadableLists } from './list-resources.ts'
import { RemainingResources } from './remaining-resources.ts'

/** The options of a cleanup. */
export interface CleanupOptions {
  /** `runId` and `journal` identify the run. */
  readonly settings: TargetSettings
  readonly send: SendRequest
  /** Milliseconds for the whole cleanup; by default three times the timeout of a delete. */
  readonly timeoutMs?: number
  /** Measures how long the target does not respond, which does not count towards the timeout. */
  readonly clock?: MonotonicClock
  /** Called for each resource that is deleted. */
  onRemoved?(resource: OwnedResource): void
}

/** The maximum number of concurrent deletions. */
const concurrency = 8
/** The number of times that a deleted resource may reappear in the list before it counts as a leftover. */
const maxReturns = 3
const maxCreateDelay = 10_000

/** The cleanup of one run: deletes what its journal names, and listed resources with its name prefix. */
export class CleanupRun {
  readonly #options: CleanupOptions
  readonly #client: CleanupClient
  readonly #collections: readonly ResourceCollection[]
  readonly #serverIds: Set<string>
  readonly #context: DeletionContext
  readonly #journal: JournalWriter
  readonly #endsAt: number
  /** Milliseconds for which a create request without a response may still take effect. */
  readonly #createDelay: number
  readonly #deletions = new Map<string, Deletion>()
  /** Key of a resource → number of deletions. */
  readonly #returns = new Map<string, number>()
  readonly #leftovers = new Map<string, Leftover>()
  readonly #unknownCreates: string[] = []
  readonly #remaining: RemainingResources
  readonly #removed: OwnedResource[] = []
  readonly #interval = new CheckInterval()
  #nextRef: number

  constructor(options: CleanupOptions, journal: JournalWriter, entries: readonly JournalEntry[]) {
    const { settings, send, timeoutMs = settings.timeouts.delete * 3 } = options
    const lines = journalLines(settings.journal)
    const client = new CleanupClient(send, settings, options.clock)
    const collections = resourceCollections(settings, entries)
    const serverIds = serverIdsIn(entries)
    const context = deletionContextOf({ settings, client, collections, serverIds, journalLines: lines })
    this.#options = options
    this.#client = client
    this.#collections = collections
    this.#serverIds = serverIds
    this.#context = context
    this.#remaining = new RemainingResources({ client, collections, context, journalLines: lines, serverIds })
    this.#journal = journal
    this.#endsAt = Date.now() + timeoutMs
    this.#createDelay = Math.min(maxCreateDelay, settings.timeouts.request / 6)
    this.#nextRef = nextRefAfter(entries)
  }

  /** Lists and deletes until nothing is left or the timeout has passed. */
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
        if (!this.#interval.hasJustProgressed) await sleep(this.#interval.delayMs(this.#deadline))
        continue
      }
      kinds = new Set()
      if (!isOver && !isComplete) continue
      const withoutResponse = leaks.filter(({ url }) => url === undefined)
      const until = Math.min(this.#deadline, Math.max(0, ...withoutResponse.map(({ at }) => at)) + this.#createDelay)
      const isTimeUp = isOver || Date.now() >= until
      if (isTimeUp && (isOver || !(await this.#hasRemainder(listing))))
        return this.#finish(pending, withoutResponse, unreadableLists(listing))
      await sleep(isTimeUp ? this.#interval.delayMs(this.#deadline) : Math.min(500, until - Date.now()))
    }
  }

  get #deadline(): number {
    return this.#endsAt + this.#client.waitedMs
  }

  #leaks(): readonly JournalEntry[] {
    return findLeaks(readJournal(journalLines(this.#options.settings.journal)))
  }

  /**
   * Adds listed resources to the journal that are missing from it: their create requests got no response, or one with
   * another id.
   */
  #recordUnjournaled(listing: Listing): void {
    const { ownership, earlier } = this.#context
    const listed = ownedResources(listing, this.#collections, { ownership, earlier, serverIds: this.#serverIds })
    const leaks = this.#leaks()
    const journaled = new Set(leaks.flatMap(toResource).map(keyOf))
    const withoutResponse = leaks.filter(({ url }) => url === undefined)
    for (const resource of listed.filter((each) => !journaled.has(keyOf(each)))) {
      const index = withoutResponse.findIndex(({ kind, name }) => kind === resource.kind && name === resource.name)
      const [intent] = index < 0 ? [] : withoutResponse.splice(index, 1)
      this.#recordListed(resource, intent?.ref)
    }
  }

  /** Adds a listed resource to the journal. `ref`: that of its create request, if the journal has one. */
  #recordListed({ kind, id, name, url }: ListedResource, ref = this.#nextRef++): void {
    this.#journal.recordCreated(kind, ref, { id, url, remove: deleteCommand(url), name })
  }

  /**
   * Tells whether volumes or ports of deleted servers still exist. Adds those of the run to the journal, so that they
   * are deleted next.
   */
  async #hasRemainder(listing: Listing): Promise<boolean> {
    const left = new Set([...this.#leftovers.values()].flatMap(({ kind, id }) => (kind === 'server' ? [id] : [])))
    const { isPending, resources } = await this.#remaining.find(listing, left, Date.now())
    for (const resource of resources) this.#recordListed(resource)
    return isPending || resources.length > 0
  }

  /** Checks every resource that can be deleted now, and sends a DELETE where it is due. Returns their kinds. */
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
    const isRecent = Date.now() - resource.createdAt < this.#createDelay
    const result = await deletion.advance(entryOf(resource, listing), isRecent)
    if (result.is === 'left') this.#leftovers.set(key, leftoverOf(resource, result.reason, result.isViolation))
    if (result.is === 'foreign') this.#giveUpForeign(resource)
    if (result.is === 'gone') this.#recordGone(deletion)
  }

  /** Shortens the wait for resources that a server which was left behind may keep in use. */
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
    const entries = this.#leaks().flatMap(toResource)
    for (const { kind, ref, url } of entries.filter((other) => keyOf(other) === key)) {
      this.#journal.track(kind, ref, url)
      this.#journal.recordRemoved(url)
    }
    this.#interval.recordProgress()
    if (returns > 0 || !wasAccepted) return
    this.#removed.push(resource)
    this.#options.onRemoved?.(resource)
  }

  /** Neither deletes a resource that may not belong to the run nor offers it for deletion, although a response named it. */
  #giveUpForeign({ kind, ref, id, name, url }: OwnedResource): void {
    this.#journal.recordRejected(kind, ref, url)
    this.#unknownCreates.push(describeForeignId(kind, name, id))
  }

  #finish(
    pending: readonly OwnedResource[],
    withoutResponse: readonly JournalEntry[],
    unreadable: ReadonlyMap<ResourceKind, string>,
  ): CleanupResult {
    const isFailed = this.#client.isUnreachable && this.#leaks().length > 0
    for (const resource of pending) {
      const reason = isFailed
        ? this.#client.failureReason
        : (this.#deletions.get(keyOf(resource))?.reason ?? 'the timeout of the cleanup expired')
      this.#leftovers.set(keyOf(resource), leftoverOf(resource, reason, false))
    }
    this.#reportUnknown(withoutResponse, unreadable)
    return {
      removed: this.#removed,
      leftovers: [...this.#leftovers.values()],
      keptVolumes: this.#remaining.keptVolumes,
      unreadable: [...unreadable.values()],
      unknownCreates: this.#unknownCreates,
      failure: isFailed ? describeFailure(this.#client.failureReason) : undefined,
    }
  }

  /** Reports the create requests without a response whose resources were not found. */
  #reportUnknown(creates: readonly JournalEntry[], unreadable: ReadonlyMap<ResourceKind, string>): void {
    for (const { kind, ref, name = '' } of creates) {
      const isNamed = this.#context.ownership.owns(name)
      const error = unreadable.get(kind)
      if (isNamed && error !== undefined) {
        const problem = `it could not be searched for: ${error}`
        this.#leftovers.set(`${kind} ${ref}`, { kind, id: 'unknown', name, reason: problem, isViolation: false })
        continue
      }
      if (!isNamed) this.#unknownCreates.push(describeUnknownCreate(kind, name))
      this.#journal.recordRejected(kind, ref)
    }
  }
}
