import type { Renew, TokenHolder } from '#harness/client'
import type { ConfigOther } from '../config/config.ts'
import { confide } from '../discretion.ts'
import type { Access } from './access.ts'
import { signIn } from './identity.ts'
import { accessOfOther } from './other-tenant.ts'
import { openWeb } from './web.ts'

/** How a run comes by new tokens when those that it began with expire. */
export interface Renewal {
  /** Whose token can be renewed: a token that was given as such cannot. */
  readonly holders: readonly TokenHolder[]
  readonly renew: Renew
}

/** Who could sign in with what is known of them. */
function signsIn({ credentials }: Access): boolean {
  const { authUrl, token, user, password, application } = credentials
  return token === undefined && authUrl !== undefined && (application ?? (user && password)) !== undefined
}

/**
 * Signs in again as the run did. The credentials stay in this process; the new token is known as a secret here before anybody
 * has it. Errors as for `signIn`.
 */
export function renewalOf(access: Access, other: ConfigOther | undefined): Renewal {
  const ways = new Map<TokenHolder, Access>()
  if (signsIn(access)) ways.set('own', access)
  const others = other?.token === undefined ? other && accessOfOther(other, access) : undefined
  if (others && signsIn(others)) ways.set('other', others)
  return {
    holders: [...ways.keys()],
    async renew(holder) {
      const way = ways.get(holder)
      if (way?.credentials.authUrl === undefined) throw new Error('it was given without anything to sign in with')
      const web = openWeb(way.tls)
      try {
        const { token } = await signIn(web, way, way.credentials.authUrl)
        confide(token)
        return token
      } finally {
        await web.close()
      }
    },
  }
}
