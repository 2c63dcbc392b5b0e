import type { OperationId } from '#model'
import { TargetTraits } from '../target-traits.ts'
import { ApiResponse } from './api-response.ts'

interface ResponseParts {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Default GET. */
  readonly method?: string
  /** Default `http://h/v2/t/servers`. */
  readonly url?: string
  readonly requestBody?: string
  /** How long the target took to respond. Default 1. */
  readonly ms?: number
  readonly operation?: OperationId
  /** The content of the request. */
  readonly sent?: unknown
}

/** Returns a response to a GET request. `body` becomes JSON, unless it is a string. */
export function responseWith(
  status: number,
  { body, headers = {}, method = 'GET', url, ms = 1, operation, requestBody, sent }: ResponseParts = {},
): ApiResponse {
  const exchange = {
    index: 1,
    ...(operation && { operation }),
    ...(requestBody !== undefined && { requestBody }),
    phase: 'act',
    method,
    url: url ?? 'http://h/v2/t/servers',
    requestHeaders: {},
    status,
    headers,
    startedAt: 0,
    ms,
  } as const
  const text = body === undefined ? '' : JSON.stringify(body)
  return new ApiResponse(exchange, typeof body === 'string' ? body : text, new TargetTraits(), sent)
}
