import type { TargetSettings } from '#model'

import { UsageError } from '../../errors.ts'
import type { ConfigOther } from '../config/config.ts'
import type { HttpClient } from '../http-client.ts'
import { present } from '../json.ts'
import type { ConnectionSettings } from './connection.ts'
import { signIn } from './keystone.ts'

/** The way of the second tenant's user to the identity service where the first one signs in. */
export function otherConnection(
  { tenant, username, password }: ConfigOther,
  { credentials, from, tls }: ConnectionSettings,
): ConnectionSettings {
  const { authUrl, version, user } = credentials
  const domain = present({ domainId: user?.domainId, domainName: user?.domainName })
  return {
    from,
    credentials: {
      ...present({ authUrl, version, password }),
      ...(username === undefined ? {} : { user: { name: username, ...domain } }),
      project: { id: tenant },
    },
    ...(tls ? { tls } : {}),
  }
}

/** The second tenant with a token: as given, or by signing in where the first one does. */
export async function otherTenant(
  web: HttpClient,
  other: ConfigOther | undefined,
  first: ConnectionSettings,
): Promise<TargetSettings['other']> {
  if (other === undefined) return undefined
  const { tenant, token } = other
  if (token !== undefined) return { tenant, token }
  const access = otherConnection(other, first)
  const { authUrl, user, password } = access.credentials
  if (authUrl === undefined || user === undefined || password === undefined)
    throw new UsageError(`/other: the tenant ${tenant} has no token`, {
      hint: 'Give other.token, or other.username and other.password beside an identity service.',
    })
  return { tenant, token: (await signIn(web, access, authUrl)).token }
}
