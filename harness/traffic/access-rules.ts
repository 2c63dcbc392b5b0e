import { createHash } from 'node:crypto'
import type { Contradiction, ObservedResponse } from '../oracle/observation.ts'
import { ForeignServers } from './foreign-servers.ts'
import { MissingTokens } from './missing-tokens.ts'
import { RejectedTokens } from './rejected-tokens.ts'
import type { TrafficCall } from './rules/traffic-rule.ts'

/** The sender of a request. */
export interface Sender {
  readonly origin: string
  /** The endpoint's root and the tenant. */
  readonly scope: string
  /** Undefined for a request without one. */
  readonly token: string | undefined
}

/** Tokens are not kept. */
const hash = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Compares the responses to requests of different tenants and with different tokens. */
export class AccessRules {
  readonly #missingTokens = new MissingTokens()
  readonly #rejectedTokens = new RejectedTokens()
  readonly #foreignServers = new ForeignServers()

  observe({ origin, scope, token }: Sender, call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { operation } = call
    const isWithToken = token !== undefined && operation !== 'listVersions'
    return [
      ...this.#missingTokens.observe({ origin, token, operation }, response.status),
      ...(isWithToken ? this.#rejectedTokens.observe(`${origin} ${hash(token)}`, response) : []),
      ...this.#foreignServers.observe(scope, call, response),
    ]
  }
}
