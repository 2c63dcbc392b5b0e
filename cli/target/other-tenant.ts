import type { TargetSettings } from '#harness/client'
import type { ConfigOther } from '../config/config.ts'
import { UsageError } from '../usage-error.ts'
import type { Access } from './access.ts'
import { signIn } from './identity.ts'
import { present } from './json.ts'
import type { Web } from './web.ts'

/** The second tenant with a token: as given, or by signing in where the first one does. */
export async function otherTenant(
  web: Web,
  other: ConfigOther | undefined,
  { credentials, from }: Access,
): Promise<TargetSettings['other']> {
  if (other === undefined) return undefined
  const { tenant, token, username, password } = other
  if (token !== undefined) return { tenant, token }
  const { authUrl, version, user } = credentials
  if (authUrl === undefined || username === undefined || password === undefined)
    throw new UsageError(`/other: the tenant ${tenant} has no token`, {
      hint: 'Give other.token, or other.username and other.password beside an identity service.',
    })
  const domain = present({ domainId: user?.domainId, domainName: user?.domainName })
  const access: Access = {
    from,
    credentials: {
      authUrl,
      password,
      user: { name: username, ...domain },
      project: { id: tenant },
      ...(version ? { version } : {}),
    },
  }
  return { tenant, token: (await signIn(web, access, authUrl)).token }
}
