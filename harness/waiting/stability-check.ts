import { canonicalStatus } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import { hasServerObject } from '../client/unwrapped-server.ts'
import { faultSuffix, isExplicitlyIdle, type StatusObservation, type WaitCondition } from './server-status.ts'

/** The properties of a wait that the check uses. */
interface CheckedWait {
  readonly after: string
  readonly conditions: readonly WaitCondition[]
}

/** Statuses in which a server may remain for a while although no task is in progress. */
const transientStatuses = new Set([
  'BUILD',
  'REBOOT',
  'HARD_REBOOT',
  'RESIZE',
  'MIGRATING',
  'PASSWORD',
  'REBUILD',
  'DELETING',
])

/** After this many responses in a row that do not find a server, it counts as gone. */
const minNotFound = 3

/** After this many identical error responses in a row, further ones are assumed to be the same. */
const minErrors = 5

/**
 * Detects during a wait that the awaited state will not be reached: the server is in ERROR or gone, it has been at rest in another status
 * for longer than an effect may take to become visible, or the target keeps returning the same error.
 */
export class StabilityCheck {
  readonly #wait: CheckedWait
  readonly #propagationMs: number
  /** When the current series of identical observations began, and how many there are. */
  #since = 0
  #count = 0
  #last = ''
  #endedAtOnce = false

  /** `propagationMs`: how long an effect may take to become visible, in milliseconds. */
  constructor(wait: CheckedWait, propagationMs: number) {
    this.#wait = wait
    this.#propagationMs = propagationMs
  }

  /** Whether the wait has failed because of ERROR or 404, which say nothing about how long other waits take. */
  get endedAtOnce(): boolean {
    return this.#endedAtOnce
  }

  /** Returns why the awaited state will not be reached, as the beginning of a sentence; undefined while it may be. */
  failure(response: ApiResponse, { status, taskState, ms }: StatusObservation): string | undefined {
    const present = `${status} ${taskState}`
    if (present !== this.#last) {
      this.#last = present
      this.#since = ms
      this.#count = 0
    }
    this.#count++
    const sinceMs = ms - this.#since
    const { after } = this.#wait
    if (status === '404') {
      // A new server may become visible a little after the response to its creation, on one replica later than on another. A single 404 may
      // be a mistake, which violates `servers.show.answers` if the server is shown later.
      const isFinal =
        after === 'create' ? ms > this.#propagationMs : this.#count >= minNotFound && sinceMs > this.#propagationMs / 2
      this.#endedAtOnce = after !== 'create'
      return isFinal ? `The server was not found (404) after ${after}` : undefined
    }
    const canonical = canonicalStatus(status)
    // A server in ERROR is deleted like any other.
    this.#endedAtOnce = canonical === 'ERROR' && after !== 'delete'
    if (this.#endedAtOnce) return `The server went to ERROR after ${after}${faultSuffix(response)}`
    if (!response.isSuccess || !hasServerObject(response)) {
      if (this.#count < minErrors || sinceMs <= this.#propagationMs / 2) return undefined
      return response.isSuccess
        ? `The target kept returning no server after ${after}`
        : `The target kept responding ${response.status} to requests for the server after ${after}`
    }
    return this.#isSettled(canonical, response, sinceMs)
      ? `The server stayed ${status} with no task in progress for ${(sinceMs / 1000).toFixed(0)} s after ${after}`
      : undefined
  }

  #isSettled(status: string, response: ApiResponse, sinceMs: number): boolean {
    // The service confirms a resize by itself, after a time that the document does not give.
    if (status === 'VERIFY_RESIZE' || !isExplicitlyIdle(response)) return false
    return sinceMs > (transientStatuses.has(status) ? 2 : 1) * this.#propagationMs
  }
}
