import { CachedReadDetector } from './cached-reads.ts'
import type { ObservedCall, ObservedResponse } from './observation.ts'
import { StaleReadDetector } from './stale-reads.ts'

const staleReadsReason =
  'Reads showed older states of servers after newer ones, as replicas that lag behind do; test a single replica to decide.'
const cachedReadsReason =
  'Responses to reads came from a cache, which may be out of date; test the target without the cache to decide.'

/** Detects stale reads, from a cache or a replica that lags behind: then findings about the state of a resource prove nothing. */
export class OutdatedReads {
  readonly #stale: StaleReadDetector
  readonly #cached = new CachedReadDetector()

  /** `maxLagMs`: the maximum replication lag, in milliseconds. */
  constructor(maxLagMs: number) {
    this.#stale = new StaleReadDetector(maxLagMs)
  }

  /** Records a response. Returns the sentences that explain in a report why findings about reads are undecided; each once. */
  observe(call: ObservedCall, response: ObservedResponse): readonly string[] {
    return [
      ...(this.#stale.observe(call, response) ? [staleReadsReason] : []),
      ...(this.#cached.observe(call, response) ? [cachedReadsReason] : []),
    ]
  }
}
