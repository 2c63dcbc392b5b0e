/**
 * Reads a server that showServer returns without the key `server`, or under another one. This violates only `servers.show.object` (서버 보기,
 * example): the description is complete, so the run uses it.
 */
import { isObject, resolvePointer } from '#contract'
import { ApiResponse } from './api-response.ts'

/** Tells whether a successful response has the object that the document requires. */
export const hasServerObject = (response: ApiResponse): boolean => isObject(response.at('body/server'))

/** Returns the response as if the requested server were under its key; unchanged if that is so, or if the body does not contain it. */
export function withServerObject(response: ApiResponse, id: string): ApiResponse {
  const { content, traits } = response
  if (!response.isSuccess || hasServerObject(response) || typeof content !== 'object' || content === null)
    return response
  const server = [content, ...Object.values(content).flat()].find(
    (value) => isObject(value) && String(resolvePointer(value, 'server/id')) === id,
  )
  if (server === undefined) return response
  traits.readWithoutKey()
  return new ApiResponse(response.exchange, JSON.stringify({ server }), traits)
}
