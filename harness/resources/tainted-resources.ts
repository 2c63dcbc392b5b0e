import { resolvePointer } from '#contract'
import type { ApiResponse } from '../client/api-response.ts'
import type { OutgoingRequest } from '../client/outgoing-request.ts'

/** A value of another type identifies nothing, and may not even have a text. */
const isKey = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

/**
 * Resources that a target created or changed by a request which it should have rejected. Whatever they show of that request is
 * the suite's own input, so it is no violation of the response's schema.
 */
export class TaintedResources {
  /** Ids of servers and server groups, and names of keypairs. */
  readonly #keys = new Set<string>()

  /** The target accepted an invalid request. */
  add({ url, content }: Pick<OutgoingRequest, 'url' | 'content'>, response: ApiResponse): void {
    const [, serverId] = /\/servers\/([^/?]+)/.exec(url) ?? []
    const candidates = [
      serverId === undefined ? undefined : decodeURIComponent(serverId),
      response.at('body/server/id'),
      response.at('body/server_group/id'),
      response.at('body/keypair/name'),
      resolvePointer(content, 'body/keypair/name'),
    ]
    for (const key of candidates) if (isKey(key)) this.#keys.add(String(key))
  }

  /** Whether a pointer into a response body leads into the description of such a resource. */
  covers(body: unknown, pointer: string): boolean {
    if (this.#keys.size === 0) return false
    const [, collection = '', index] =
      /^body\/(servers|keypairs|server_groups|server|keypair|server_group)(?:\/(\d+))?(?:\/|$)/.exec(pointer) ?? []
    const description =
      collection.endsWith('s') && index !== undefined
        ? resolvePointer(body, `body/${collection}/${index}`)
        : resolvePointer(body, `body/${collection}`)
    const keys = [
      resolvePointer(description, 'item/id'),
      resolvePointer(description, 'item/name'),
      resolvePointer(description, 'item/keypair/name'),
    ]
    return keys.some((key) => isKey(key) && this.#keys.has(String(key)))
  }
}
