import type { Emulator } from '../emulator.ts'
import type { RequestLog } from '../server/request-log.ts'

/** What the control API steers. */
export interface ControlledEmulator {
  readonly emulator: Emulator
  readonly log: RequestLog
}

/** One request to the control API. */
export interface ControlCall extends ControlledEmulator {
  readonly query: URLSearchParams
  /** The parsed body; undefined for none. */
  readonly body: unknown
  /** `http://host:port` as the caller spelled it. */
  readonly origin: string
  param(name: string): string
}

/** Something the control API can do. */
export interface ControlRoute {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE'
  /** Below `/_emulator`, with `:parameters`. */
  readonly path: string
  /** The body of the answer, which is then 200; undefined is 204. */
  readonly handle: (call: ControlCall) => object | undefined
}

/** A refusal, answered as `{"error": {"code": …, "message": …}}` with one sentence. */
export class ControlError extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = 'ControlError'
    this.status = status
    this.headers = headers
  }
}
