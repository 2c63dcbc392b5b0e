import { resolvePointer } from '#contract'
import { type Contradiction, exchangeName, type ObservedCall, type ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'
import { isServiceKey } from './server-values.ts'

/** Returns the pairs with a string as value in an object of a request or response, without those that the service may set. */
function pairsIn(content: unknown, pointer: string): readonly (readonly [key: string, value: string])[] {
  const pairs = resolvePointer(content, `item/${pointer}`)
  if (typeof pairs !== 'object' || pairs === null || Array.isArray(pairs)) return []
  return Object.entries(pairs).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' && !isServiceKey(key) ? [[key, value] as const] : [],
  )
}

const nameOf = (pair: readonly [string, string]): string => JSON.stringify(pair)

/**
 * Finds servers with a pair of metadata that requests gave only to other servers: a default that is shared, or a change of the wrong
 * server. A service may add other pairs (section 서버 보기), so only pairs that no server had before a request are compared.
 */
export class ForeignPairs {
  /** Pair → the exchange of the first request that gave it to a server. */
  readonly #given = new Map<string, number>()
  /** Pairs that a server showed before a request gave them to one. */
  readonly #added = new Set<string>()
  /** Server id → the keys in requests for it, whatever came of them. */
  readonly #keys = new Map<string, Set<string>>()
  /** Images that existed before a request made one of a server: the service may give the metadata of that server to others. */
  readonly #images = new Set<string>()
  #hasNewImages = false
  /** The servers with a reported pair. */
  readonly #reported = new Set<string>()

  /** Records that a call is about to be sent. */
  begin({ operation, resource, request }: ObservedCall): void {
    if (operation === 'setServerMetadata' && this.#keys.has(resource ?? ''))
      this.#own(resource ?? '', pairsIn(request, 'meta'))
  }

  /** Records an accepted request, or compares a description of a server of the run with the recorded ones. */
  observe(call: ObservedCall, { body, exchange }: ObservedResponse): readonly Contradiction[] {
    const { operation, kind, resource, request } = call
    if (kind === 'actOnServer createImage') this.#hasNewImages = true
    if (operation === 'createServer') {
      const pairs = pairsIn(request, 'server/metadata')
      const [id, image] = [textAt(body, 'server/id'), textAt(request, 'server/imageRef')]
      if (image !== undefined && !this.#hasNewImages) this.#images.add(image)
      if (id !== undefined && image !== undefined && this.#images.has(image)) this.#own(id, pairs)
      this.#give(pairs, exchange)
    }
    if (operation === 'setServerMetadata') this.#give(pairsIn(request, 'meta'), exchange)
    return operation === 'showServer' && resource !== undefined ? this.#check(resource, body) : []
  }

  /** Compares a server no longer. */
  forget(server: string): void {
    this.#keys.delete(server)
  }

  #own(id: string, pairs: ReturnType<typeof pairsIn>): void {
    const keys = this.#keys.get(id) ?? new Set()
    for (const [key] of pairs) keys.add(key)
    this.#keys.set(id, keys)
  }

  #give(pairs: ReturnType<typeof pairsIn>, exchange: number): void {
    for (const name of pairs.map(nameOf))
      if (!this.#added.has(name) && !this.#given.has(name)) this.#given.set(name, exchange)
  }

  #check(id: string, body: unknown): readonly Contradiction[] {
    const keys = this.#keys.get(id)
    const shown = pairsIn(body, 'server/metadata').filter(([key]) => keys !== undefined && !keys.has(key))
    for (const name of shown.map(nameOf)) if (!this.#given.has(name)) this.#added.add(name)
    const foreign = shown.find((pair) => this.#given.has(nameOf(pair)))
    if (foreign === undefined || this.#reported.has(id)) return []
    this.#reported.add(id)
    const [key, value] = foreign
    return [
      {
        requirement: 'servers.create.metadata',
        message: `A server has metadata that only requests for other servers contain (${exchangeName(this.#given.get(nameOf(foreign)) ?? 0)}).`,
        at: `body/server/metadata/${key}`,
        expected: 'only metadata of its own requests, or of the service',
        actual: value,
      },
    ]
  }
}
