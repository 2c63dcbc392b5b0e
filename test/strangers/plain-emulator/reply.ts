/** A request, taken apart. */
export interface Call {
  readonly method: string
  /** The segments of the path, decoded. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly host: string
  readonly token: string | readonly string[] | undefined
  /** Undefined without a body. */
  readonly body: unknown
}

export interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export const reply = (status: number, body?: unknown, headers = {}): Reply => ({ status, body, headers })

/** Returns an error of a form that the document does not have. */
export const fail = (status: number, message: string): Reply => reply(status, { error: message })
