import type { EmulatorRequest } from './request.ts'
import type { RequestUrl } from './request-url.ts'

/** One handled request. Headers and bodies are left out: they contain tokens and passwords. */
export interface LoggedRequest {
  /** Counts from 1 and continues when old entries are dropped. */
  readonly number: number
  /** The time of arrival by the emulator's clock: `2026-01-02T03:04:05.678Z`. */
  readonly at: string
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** The operation, such as `servers.show`; for an action with its name: `servers.action.os-stop`. */
  readonly operation: string
  /** null when a fault broke the connection. */
  readonly status: number | null
  readonly requestId: string | null
  /** The faults that the response shows. */
  readonly faults: readonly string[]
  /** Real time until the response was ready. */
  readonly milliseconds: number
}

/** The last requests; older ones are dropped. */
export class RequestLog {
  readonly capacity: number
  #entries: LoggedRequest[] = []
  #count = 0

  constructor(capacity = 1000) {
    this.capacity = capacity
  }

  add(entry: Omit<LoggedRequest, 'number'>): void {
    this.#count++
    this.#entries.push({ number: this.#count, ...entry })
    // Dropped in bulk, because each drop copies the list.
    if (this.#entries.length >= 2 * this.capacity) this.#entries = this.#entries.slice(-this.capacity)
  }

  /** Returns the logged requests, the oldest first. */
  entries(): readonly LoggedRequest[] {
    return this.#entries.slice(-this.capacity)
  }

  clear(): void {
    this.#entries = []
  }
}

interface RoutedRequest {
  readonly request: EmulatorRequest
  readonly operation: string
  readonly target: RequestUrl
}

interface RequestResult extends Pick<LoggedRequest, 'status' | 'requestId' | 'faults'> {
  /** By the emulator's clock, in milliseconds. */
  readonly receivedAt: number
  /** `performance.now()` at the start. */
  readonly startedAt: number
}

/** Creates the entry of a request for the log, without secrets. */
export function createLogEntry(
  { request, operation, target: { path, search } }: RoutedRequest,
  body: unknown,
  { receivedAt, startedAt, status, requestId, faults }: RequestResult,
): Omit<LoggedRequest, 'number'> {
  return {
    at: new Date(receivedAt).toISOString(),
    method: request.method,
    path: search === '' ? path : `${path}?${search}`,
    operation: operationName(operation, body),
    status,
    requestId,
    faults,
    milliseconds: Math.round((performance.now() - startedAt) * 1000) / 1000,
  }
}

/** Adds the name of an action, shortened because a client may send any name. */
function operationName(operation: string, body: unknown): string {
  if (operation !== 'servers.action' || typeof body !== 'object' || body === null) return operation
  const [action] = Object.keys(body)
  return action === undefined ? operation : `${operation}.${action.slice(0, 40)}`
}
