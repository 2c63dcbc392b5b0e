import type { RefreshToken } from '#harness/core'
import { registerSecrets } from '#harness/core'
import type { TokenHolder } from '#model'
import type { ConfigOther } from '../config/config.ts'
import { createHttpClient } from '../http-client.ts'
import type { ConnectionSettings } from './connection.ts'
import { signIn } from './keystone.ts'
import { otherConnection } from './other-tenant.ts'

/** How a run comes by new tokens when those that it began with expire. */
export interface TokenRefresh {
  /** Whose token can be renewed: a token that was given as such cannot. */
  readonly holders: readonly TokenHolder[]
  readonly renew: RefreshToken
}

/** Who could sign in with what is known of them. */
function signsIn({ credentials }: ConnectionSettings): boolean {
  const { authUrl, token, user, password, application } = credentials
  return token === undefined && authUrl !== undefined && (application ?? (user && password)) !== undefined
}

/**
 * Signs in again as the run did. The credentials stay in this process; the new token is known as a secret here before anybody
 * has it. Errors as for `signIn`.
 */
export function tokenRefreshFor(access: ConnectionSettings, other: ConfigOther | undefined): TokenRefresh {
  const ways = new Map<TokenHolder, ConnectionSettings>()
  if (signsIn(access)) ways.set('own', access)
  const others = other?.token === undefined ? other && otherConnection(other, access) : undefined
  if (others && signsIn(others)) ways.set('other', others)
  return {
    holders: [...ways.keys()],
    async renew(holder) {
      const way = ways.get(holder)
      if (way?.credentials.authUrl === undefined) throw new Error('there are no credentials to sign in with')
      const web = createHttpClient(way.tls)
      try {
        const { token } = await signIn(web, way, way.credentials.authUrl)
        registerSecrets(token)
        return token
      } finally {
        await web.close()
      }
    },
  }
}
