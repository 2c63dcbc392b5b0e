/** The result of a request; `unknown` without a response, or with any status but 2xx and 4xx. */
export type ChangeResult = 'accepted' | 'rejected' | 'unknown'

/** A request that may have changed a resource, and its result. */
export interface EndedChange {
  /** The kind of the request, such as `actOnServer resize`. */
  readonly kind: string
  readonly request?: unknown
  /** When its response was complete, or given up, in milliseconds since the epoch. */
  readonly receivedAt: number
  readonly result: ChangeResult
  /** Undefined without a response. */
  readonly exchange?: number
}

/** Returns the result that the status of a response stands for. */
export const resultOf = (status: number): ChangeResult => {
  if (status >= 200 && status < 300) return 'accepted'
  return status >= 400 && status < 500 ? 'rejected' : 'unknown'
}
