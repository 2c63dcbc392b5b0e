import { CachedReadDetector } from './cached-reads.ts'
import type { ObservedCall, ObservedResponse } from './observation.ts'
import { StaleReadDetector } from './stale-reads.ts'

const staleReadsReason =
  'Reads showed older states of servers after newer ones, as replicas that lag behind do; test a single replica to decide.'
const cachedReadsReason =
  'Responses to reads came from a cache, which may be out of date; test the target without the cache to decide.'

/** Detects that reads may be out of date, so that findings about the state of a resource prove nothing. */
export class OutdatedReads {
  readonly #stale: StaleReadDetector
  readonly #cached = new CachedReadDetector()

  /** `maxLagMs`: how late a replica may be, in milliseconds. */
  constructor(maxLagMs: number) {
    this.#stale = new StaleReadDetector(maxLagMs)
  }

  /** Records a response. Returns the reason, in a report, why findings are undecided that depend on reads; once for each. */
  observe(call: ObservedCall, response: ObservedResponse): readonly string[] {
    return [
      ...(this.#stale.observe(call, response) ? [staleReadsReason] : []),
      ...(this.#cached.observe(call, response) ? [cachedReadsReason] : []),
    ]
  }
}
