import type { OperationId, RequirementId } from '#model'
import type { Contradiction } from '../oracle/observation.ts'

/** How many origins are remembered. */
const maxOrigins = 1_000

interface ObservedCredentials {
  readonly origin: string
  readonly token: string | undefined
  readonly operation: OperationId
}

const contradiction = (
  requirement: RequirementId,
  message: string,
  expected: string,
  status: number,
): readonly Contradiction[] => [{ requirement, message, at: 'status', expected, actual: String(status) }]

/**
 * Finds requests without a token that the target accepts. Some recorders remove headers with credentials, so only origins that also received
 * requests with a token are compared.
 */
export class MissingTokens {
  readonly #originsWithToken = new Set<string>()

  observe({ origin, token, operation }: ObservedCredentials, status: number): readonly Contradiction[] {
    if (token !== undefined) {
      if (this.#originsWithToken.size < maxOrigins) this.#originsWithToken.add(origin)
      return []
    }
    if (!this.#originsWithToken.has(origin)) return []
    if (operation === 'listVersions')
      return status === 401
        ? contradiction('versions.no-token', 'The versions cannot be listed without a token.', '200 or 300', status)
        : []
    if (status >= 200 && status < 300)
      return contradiction('access.token-required', 'A request without a token was carried out.', '401', status)
    const rejected = `A request without a token was rejected with ${status}.`
    return status === 403 ? contradiction('access.unauthorized-status', rejected, '401', status) : []
  }
}
