import { type Contradiction, isReading, type ObservedResponse } from '../oracle/observation.ts'
import { AttachmentRequests } from './rules/attachment-requests.ts'
import { FilteredLists } from './rules/filtered-lists.ts'
import { KeypairRequests } from './rules/keypair-requests.ts'
import { ListPages } from './rules/list-pages.ts'
import { ListQueries } from './rules/list-queries.ts'
import { MetadataMemory } from './rules/metadata-memory.ts'
import { repeatedElements } from './rules/repeated-elements.ts'
import { ServerChanges } from './rules/server-changes.ts'
import { ServerGroupMemory } from './rules/server-group-memory.ts'
import { ServerStates } from './rules/server-states.ts'
import { isAccepted, isRejected, type TrafficCall, type TrafficRule } from './rules/traffic-rule.ts'
import { listedVersions } from './rules/versions.ts'

/**
 * Compares the exchanges of one tenant by rules that the oracle does not have: those that the suites test directly, and those that apply
 * only to traffic.
 */
export class TenantRules {
  readonly #rules: readonly TrafficRule[]

  /** `graceMs`: how long an accepted change may take to become visible everywhere, in milliseconds. */
  constructor(graceMs: number) {
    this.#rules = [
      new MetadataMemory(graceMs),
      new ServerGroupMemory(graceMs),
      new ServerStates(graceMs),
      new FilteredLists(graceMs),
      new ListPages(graceMs),
      new ListQueries(),
      new KeypairRequests(),
      new AttachmentRequests(graceMs),
      new ServerChanges(graceMs),
      listedVersions,
      repeatedElements,
    ]
  }

  begin(call: TrafficCall): void {
    for (const rule of this.#rules) rule.begin?.(call)
  }

  observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const isComparable = call.isAuthorized && !(call.isInvalid && isAccepted(response))
    if (isComparable) return this.#rules.flatMap((rule) => rule.observe(call, response))
    for (const rule of this.#rules) rule.cancel?.(call)
    if (!isRejected(response)) this.abandon(call)
    return []
  }

  /** Records that the effect of a call is unknown. */
  abandon({ operation, resource }: TrafficCall): void {
    if (!isReading(operation) && resource !== undefined) this.forget(resource)
  }

  /** Stops comparing a resource, because it was changed in an unknown way. */
  forget(resource: string): void {
    for (const rule of this.#rules) rule.forget?.(resource)
  }
}
