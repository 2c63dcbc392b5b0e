import { resolvePointer } from '#contract'
import type { ApiResponse } from '../client/api-response.ts'
import type { OutgoingRequest } from '../client/outgoing-request.ts'

/** Tells whether a value can identify a resource; values of other types cannot, and may not even be convertible to text. */
const isKey = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

/**
 * Resources that a target created or changed because of a request that it should have rejected. Invalid values that they show are the
 * suite's own input, so they do not violate the schema of the response.
 */
export class TaintedResources {
  /** Ids of servers and server groups, and names of keypairs. */
  readonly #keys = new Set<string>()

  /** Records that the target accepted an invalid request. */
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

  /** Tells whether a pointer into a response body leads into the description of such a resource. */
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
