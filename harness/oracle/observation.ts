import type { Edition, OperationId, RequirementId } from '#model'

/** A documented call that is about to be sent. */
export interface ObservedCall {
  readonly operation: OperationId
  /** The operation, followed by a space and the action if there is one: `actOnServer resize`. */
  readonly kind: string
  /** The id of the server or the name of the keypair in the path. */
  readonly resource: string | undefined
  /** The parameters in the path by name; a run records that of a server group only. */
  readonly parameters?: Readonly<Record<string, string>>
  /** The parameters of the URL. */
  readonly query: URLSearchParams
  /** The body of the request before it was serialized, or the value of `requestedChange` for a deletion below a server. */
  readonly request: unknown
  /** Whether the call uses the run's own token and tenant. Responses to other calls are not compared. */
  readonly isAuthorized: boolean
  /** The requirement that denies access to the sender of a call that is not authorized; undefined where it is not known. */
  readonly deniedBy?: RequirementId | undefined
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
  /** Whether the response comes from a cache, by its header `Age`. */
  readonly isFromCache?: boolean
  readonly location: string | undefined
  /** The header `Date`, by the target's clock. */
  readonly date: string | undefined
  /** When the request was sent, in milliseconds since the epoch. */
  readonly sentAt: number
  /** When the response was complete, in milliseconds since the epoch. */
  readonly receivedAt: number
}

/** A contradiction between a response and earlier exchanges of the run, or within the response itself. */
export interface Contradiction {
  readonly requirement: RequirementId
  readonly message: string
  /** Pointer into the response. */
  readonly at: string
  readonly expected: string
  readonly actual: string
  /** A resource that must still exist for this to be a contradiction. A run knows its deletions; in traffic, other clients may delete it. */
  readonly assumes?: ExistingResource
  /** The editions of the document that say so. Default: those of the requirement. */
  readonly editions?: readonly Edition[]
}

/** A resource by its id or name. */
export interface ExistingResource {
  readonly kind: 'server' | 'keypair' | 'server group'
  readonly id: string
}

/** Returns the resource as a key of a map. */
export const resourceKey = ({ kind, id }: ExistingResource): string => `${kind} ${id.toLowerCase()}`

/** Returns the body of a request, or `{ deleted }` with the metadata key or the volume that a deletion below a server names. */
export const requestedChange = (operation: OperationId, content: unknown, part: string | undefined): unknown =>
  operation === 'deleteServerMetadata' || operation === 'detachVolume' ? { deleted: part } : content

/** Tells whether an operation, or a kind of request, only reads. */
export const isReading = (operation: string): boolean => /^(list|show)/.test(operation)

/** Returns the name of an exchange in messages. */
export const exchangeName = (index: number): string => `exchange ${index}`

/**
 * Statuses of rejections that only the service itself sends. Others may come from a gateway, a quota or a policy, and a cache may keep
 * some of them (RFC 9111, section 3).
 */
export const serviceRejections: readonly number[] = [400, 409, 422]
