import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { journalLines } from '#engine/journal'
import { curl, type JournalWriter, type SendRequest } from '#harness/core'
import type { JournalEntry, ResourceKind, TargetSettings } from '#model'
import { findLeaks, readJournal } from '#results'
import { CleanupClient } from './client.ts'
import { type ResourceCollection, resourceCollections } from './collections.ts'
import { type DeletionContext, deleteResource, type OwnedResource } from './delete-resource.ts'
import { keyOf, serverIdsIn, toResource } from './find-leftovers.ts'
import { type ListedResource, listOwned } from './list-resources.ts'
import { type Ownership, ownershipOf } from './ownership.ts'

export interface CleanupOptions {
  /** `runId` and `journal` identify the run. */
  readonly settings: TargetSettings
  readonly send: SendRequest
  /** Milliseconds for the whole cleanup; by default three times the timeout of a delete. */
  readonly timeoutMs?: number
  /** Called for each resource that is deleted. */
  onRemoved?(resource: OwnedResource): void
}

/** A resource that could not be deleted or searched for. */
export interface Leftover {
  readonly kind: ResourceKind
  readonly id: string
  readonly name: string
  readonly reason: string
  /** A shell command that deletes it; absent when the resource may not exist. */
  readonly remove?: string
}

export interface CleanupResult {
  readonly removed: readonly OwnedResource[]
  readonly leftovers: readonly Leftover[]
  /** Why lists could not be read, one sentence each. */
  readonly unreadable: readonly string[]
  /** Creates without a response and without a name of the run, so that the resource cannot be searched for; one sentence each. */
  readonly unknownCreates: readonly string[]
}

/** Resources that are deleted at the same time. */
const concurrency = 8
/** A resource that is listed again after this many successful deletes is a leftover. */
const maxDeletes = 3
/** Milliseconds for which a create without a response may still take effect. */
const maxCreateDelay = 10_000

const deleteCommand = (url: string): string => curl({ method: 'DELETE', url, headers: { 'X-Auth-Token': '' } })

/** The services of the target; the token must not be sent anywhere else. */
const baseUrls = ({ computeUrl, services: { image, network, blockStorage } }: TargetSettings): readonly string[] =>
  [computeUrl, image, network, blockStorage].flatMap((url) => url ?? [])

const leftover = ({ kind, id, name, url }: OwnedResource, reason: string): Leftover => ({
  kind,
  id,
  name,
  reason,
  remove: deleteCommand(url),
})

/** The cleanup of one run, according to its journal and the names of what the target lists. */
export class CleanupRun {
  readonly #options: CleanupOptions
  readonly #client: CleanupClient
  readonly #collections: readonly ResourceCollection[]
  readonly #serverIds: Set<string>
  readonly #ownership: Ownership
  readonly #journal: JournalWriter
  readonly #deadline: number
  /** How often each resource was deleted, by its key. */
  readonly #deletes = new Map<string, number>()
  readonly #leftovers = new Map<string, Leftover>()
  readonly #removed: OwnedResource[] = []
  #nextRef: number

  constructor(options: CleanupOptions, journal: JournalWriter, entries: readonly JournalEntry[]) {
    const { settings, send, timeoutMs = settings.timeouts.delete * 3 } = options
    this.#options = options
    this.#client = new CleanupClient(send, settings)
    this.#collections = resourceCollections(settings)
    this.#serverIds = serverIdsIn(entries)
    this.#ownership = ownershipOf(settings.runId, this.#serverIds)
    this.#journal = journal
    this.#deadline = Date.now() + timeoutMs
    this.#nextRef = entries.reduce((max, { ref }) => Math.max(max, ref), 0) + 1
  }

  async run(): Promise<CleanupResult> {
    for (;;) {
      const { resources, unreadable } = await this.#list()
      this.#recordUnjournaled(resources)
      const leaks = this.#leaks()
      const pending = leaks.flatMap(toResource).filter((resource) => !this.#leftovers.has(keyOf(resource)))
      const isOver = this.#client.isUnreachable || Date.now() >= this.#deadline
      if (pending.length > 0 && !isOver) {
        await this.#deleteAll(pending)
        continue
      }
      const unanswered = leaks.filter(({ url }) => url === undefined)
      const until = Math.min(this.#deadline, Math.max(0, ...unanswered.map(({ at }) => at)) + this.#createDelay)
      if (isOver || Date.now() >= until) return this.#finish(pending, unanswered, unreadable)
      await sleep(Math.min(500, until - Date.now()))
    }
  }

  get #createDelay(): number {
    return Math.min(maxCreateDelay, this.#options.settings.timeouts.request / 6)
  }

  #list() {
    return listOwned(this.#client, this.#collections, this.#ownership, ({ kind, id }) => {
      if (kind === 'server') this.#serverIds.add(id)
    })
  }

  #leaks(): readonly JournalEntry[] {
    return findLeaks(readJournal(journalLines(this.#options.settings.journal)))
  }

  /**
   * Records what the target lists and the journal does not have: the create got no response, or one with the id of another
   * resource.
   */
  #recordUnjournaled(listed: readonly ListedResource[]): void {
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

  /** Servers first, since they may use the others, which keep a share of the time even when a server cannot be deleted. */
  async #deleteAll(resources: readonly OwnedResource[]): Promise<void> {
    const servers = resources.filter(({ kind }) => kind === 'server')
    const others = resources.filter(({ kind }) => kind !== 'server')
    const now = Date.now()
    await this.#deleteConcurrently(servers, now + ((this.#deadline - now) * 2) / 3)
    await this.#deleteConcurrently(others, this.#deadline)
  }

  async #deleteConcurrently(resources: readonly OwnedResource[], deadline: number): Promise<void> {
    const bases = baseUrls(this.#options.settings)
    const context: DeletionContext = {
      client: this.#client,
      ownership: this.#ownership,
      deadline,
      isOnTarget: (url) => bases.some((base) => url.startsWith(`${base}/`)),
      shownName: (kind) => this.#collections.find((collection) => collection.kind === kind)?.shownName ?? 'body/name',
    }
    const limit = pLimit(concurrency)
    const deletions = resources.toReversed().map((resource) =>
      limit(async () => {
        this.#recordDeletion(resource, await deleteResource(resource, context))
      }),
    )
    await Promise.all(deletions)
  }

  /** @param reason why the resource still exists; undefined when it is deleted */
  #recordDeletion(resource: OwnedResource, reason: string | undefined): void {
    const key = keyOf(resource)
    const deletes = (this.#deletes.get(key) ?? 0) + 1
    this.#deletes.set(key, deletes)
    const problem = reason ?? (deletes > maxDeletes ? 'it is still listed after it was deleted' : undefined)
    if (problem !== undefined) {
      this.#leftovers.set(key, leftover(resource, problem))
      return
    }
    this.#journal.track(resource.kind, resource.ref, resource.url)
    this.#journal.recordRemoved(resource.url)
    if (deletes > 1) return
    this.#removed.push(resource)
    this.#options.onRemoved?.(resource)
  }

  #finish(
    pending: readonly OwnedResource[],
    unanswered: readonly JournalEntry[],
    unreadable: ReadonlyMap<ResourceKind, string>,
  ): CleanupResult {
    const reason = this.#client.isUnreachable ? this.#client.failureReason : 'the timeout of the cleanup expired'
    for (const resource of pending) this.#leftovers.set(keyOf(resource), leftover(resource, reason))
    const unknownCreates: string[] = []
    for (const { kind, ref, name = '' } of unanswered) {
      const error = unreadable.get(kind)
      if (this.#ownership.owns(name) && error !== undefined) {
        const problem = `it could not be searched for: ${error}`
        this.#leftovers.set(`${kind} ${ref}`, { kind, id: 'unknown', name, reason: problem })
        continue
      }
      if (!this.#ownership.owns(name))
        unknownCreates.push(
          `It is unknown whether a ${kind} ${name === '' ? 'without a name' : `"${name}"`} was created: the create request got no response.`,
        )
      this.#journal.recordRejected(kind, ref)
    }
    return {
      removed: this.#removed,
      leftovers: [...this.#leftovers.values()],
      unreadable: [...unreadable.values()],
      unknownCreates,
    }
  }
}
