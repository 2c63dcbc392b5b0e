import { type RefreshToken, registerSecrets } from '#harness/core'
import type { TokenHolder } from '#model'
import type { ConfigOther } from '../config/config.ts'
import { createHttpClient } from '../http-client.ts'
import { type ConnectionSettings, canSignIn } from './connection.ts'
import { signIn } from './keystone.ts'
import { secondConnection } from './other-tenant.ts'

/** Replaces tokens that expire during a run. */
export interface TokenRefresh {
  /** The holders whose token can be refreshed: those with credentials. */
  readonly holders: readonly TokenHolder[]
  /** Signs in again. Rejects for a holder without credentials, and with the errors of `signIn`. */
  readonly refresh: RefreshToken
}

const isRefreshable = ({ credentials }: ConnectionSettings): boolean =>
  credentials.token === undefined && canSignIn(credentials)

/**
 * Creates the refresh of tokens with the credentials of the run, which never leave this process; each new token is registered as a secret.
 */
export function tokenRefreshFor(own: ConnectionSettings, other: ConfigOther | undefined): TokenRefresh {
  const connections = new Map<TokenHolder, ConnectionSettings>()
  if (isRefreshable(own)) connections.set('own', own)
  const second = other && other.token === undefined ? secondConnection(other, own) : undefined
  if (second && isRefreshable(second)) connections.set('other', second)
  return {
    holders: [...connections.keys()],
    async refresh(holder) {
      const connection = connections.get(holder)
      if (connection === undefined) throw new Error('there are no credentials to sign in with')
      const http = createHttpClient(connection)
      try {
        const { token } = await signIn(http, connection)
        registerSecrets(token)
        return token
      } finally {
        await http.close()
      }
    },
  }
}
