import type { OperationId } from './operation-ids.ts'

/** Why a call was made: to arrange a precondition, to act, to poll a server, or to clean up. */
export type Phase = 'arrange' | 'act' | 'wait' | 'cleanup'

/** One request and its response. Bodies are truncated text without secrets; `index` is unique within a run. */
export interface Exchange {
  readonly index: number
  /** The documented operation; absent for companion services and undocumented paths. */
  readonly operation?: OperationId
  readonly phase: Phase
  readonly method: string
  readonly url: string
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly requestBody?: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** True when a body was longer than what is kept. */
  readonly cut?: boolean
  /** Milliseconds since the epoch at which the request was sent. */
  readonly startedAt: number
  readonly ms: number
}
