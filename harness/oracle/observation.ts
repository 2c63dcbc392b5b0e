import type { OperationId, RequirementId } from '#model'

/** A documented call that is about to be sent. */
export interface ObservedCall {
  readonly operation: OperationId
  /** The operation, with an action after a blank: `actOnServer resize`. */
  readonly kind: string
  /** The id of the server or the name of the keypair in the path. */
  readonly resource: string | undefined
  /** The parameters of the URL. */
  readonly query: URLSearchParams
  /** The body of the request before it was serialized; for a deletion below a server, what it deletes. */
  readonly request: unknown
  /** Whether the call is made with the run's own token for its own tenant. A success of another one says nothing about what it shows. */
  readonly isAuthorized: boolean
  /** True for a request that violates the document on purpose. */
  readonly isInvalid: boolean
}

/** The response to a call. */
export interface ObservedResponse {
  /** Index of the exchange. */
  readonly exchange: number
  readonly status: number
  /** The parsed body. */
  readonly body: unknown
  readonly requestId: string | undefined
  readonly location: string | undefined
  /** The header `Date`, by the target's clock. */
  readonly date: string | undefined
  /** When the request was sent and its response was complete, in milliseconds since the epoch. */
  readonly sentAt: number
  readonly receivedAt: number
}

/** A response that contradicts what an earlier exchange of the run said. */
export interface Contradiction {
  readonly requirement: RequirementId
  readonly message: string
  /** Pointer into the response. */
  readonly at: string
  readonly expected: string
  readonly actual: string
}

/** What a request asks for: its body, or the part of a server that it deletes, a pair of metadata or the attachment of a volume. */
export const requestedChange = (operation: OperationId, content: unknown, part: string | undefined): unknown =>
  operation === 'deleteServerMetadata' || operation === 'detachVolume' ? { deleted: part } : content

/** Whether an operation changes nothing. */
export const isReading = (operation: string): boolean => /^(list|show)/.test(operation)

/** How an exchange is named in a message. */
export const exchangeName = (index: number): string => `exchange ${index}`
