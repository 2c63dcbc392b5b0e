import type { OperationId } from '#model'
import type { Contradiction } from '../oracle/observation.ts'

/** Origins that are remembered. */
const maxOrigins = 1_000

/**
 * Finds requests without a token that a target carries out. Some recorders leave out the headers that have credentials: only an origin
 * to which other requests had a token tells.
 */
export class MissingTokens {
  readonly #originsWithToken = new Set<string>()

  observe(
    {
      origin,
      token,
      operation,
    }: { readonly origin: string; readonly token: string | undefined; readonly operation: OperationId },
    status: number,
  ): readonly Contradiction[] {
    if (token !== undefined && this.#originsWithToken.size < maxOrigins) this.#originsWithToken.add(origin)
    const isCarriedOut = status >= 200 && status < 300 && operation !== 'listVersions'
    if (token !== undefined || !isCarriedOut || !this.#originsWithToken.has(origin)) return []
    return [
      {
        requirement: 'access.token-required',
        message: 'A request without a token was carried out.',
        at: 'status',
        expected: '401',
        actual: String(status),
      },
    ]
  }
}
