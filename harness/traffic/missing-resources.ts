import { type Contradiction, exchangeName, type ObservedCall, type ObservedResponse } from '../oracle/observation.ts'

/** Resources that are remembered; the oldest is forgotten. */
const maxResources = 1_000

/** A response that did not find what an earlier one showed. */
interface Missing {
  readonly exchange: number
  /** The last response that showed it, as JSON. */
  readonly shown: string | undefined
}

/**
 * Withholds findings about servers and keypairs that are not found any more: unobserved clients may have deleted them. That one is shown again
 * proves that it existed all the time.
 */
export class MissingResources {
  readonly #missing = new Map<string, Missing>()
  /** How a keypair was last shown: one that others create again has its name. */
  readonly #shown = new Map<string, string>()

  /** The contradictions of a response that stand. `scope`: whose resources they are. */
  holdBack(
    scope: string,
    { operation, resource = '' }: ObservedCall,
    { status, exchange, body }: ObservedResponse,
    contradictions: readonly Contradiction[],
  ): readonly Contradiction[] {
    if (operation !== 'showServer' && operation !== 'showKeypair') return contradictions
    const isServer = operation === 'showServer'
    const key = `${scope} ${operation} ${resource}`
    if (status === 404) {
      const requirement = isServer ? 'servers.show.answers' : 'keypairs.show.by-name'
      const others = contradictions.filter((contradiction) => contradiction.requirement !== requirement)
      if (others.length < contradictions.length) remember(this.#missing, key, { exchange, shown: this.#shown.get(key) })
      return others
    }
    if (status !== 200) return contradictions
    const shown = isServer ? '' : JSON.stringify(body)
    const missing = this.#missing.get(key)
    this.#missing.delete(key)
    if (!isServer) remember(this.#shown, key, shown)
    const isSame = missing !== undefined && (isServer || missing.shown === shown)
    return isSame ? [...contradictions, foundAgain(isServer, missing)] : contradictions
  }
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > maxResources && oldest !== undefined) map.delete(oldest)
}

const foundAgain = (isServer: boolean, { exchange }: Missing): Contradiction => ({
  requirement: isServer ? 'servers.show.answers' : 'keypairs.show.by-name',
  message: `A ${isServer ? 'server' : 'keypair'} is shown that an earlier response did not find (${exchangeName(exchange)}), although it existed.`,
  at: 'status',
  expected: `200 in ${exchangeName(exchange)}, too`,
  actual: `404 in ${exchangeName(exchange)}`,
})
