import type { Emulator } from '../emulator.ts'
import type { RequestLog } from '../server/request-log.ts'

/** The emulator that the control API controls. */
export interface ControlledEmulator {
  readonly emulator: Emulator
  readonly log: RequestLog
}

/** One request to the control API. */
export interface ControlCall extends ControlledEmulator {
  readonly query: URLSearchParams
  /** The parsed body; undefined for none. */
  readonly body: unknown
  /** `http://host:port` as the client wrote it. */
  readonly origin: string
  param(name: string): string
}

/** One operation of the control API. */
export interface ControlRoute {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE'
  /** Below `/_emulator`, with `:parameters`. */
  readonly path: string
  /** Returns the body of a 200 response, or undefined for a 204. @throws ControlError */
  readonly handle: (call: ControlCall) => object | undefined
}

/** An error response, `{"error": {"code": …, "message": …}}`. The message is one sentence. */
export class ControlError extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    { headers = {}, cause }: { readonly headers?: Readonly<Record<string, string>>; readonly cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.name = 'ControlError'
    this.status = status
    this.headers = headers
  }
}
