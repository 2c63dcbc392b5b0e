import { UsageError } from '#engine/errors'
import { defined } from '#engine/input'
import type { TargetSettings } from '#model'
import type { ConfigOther } from '../config/config.ts'
import type { HttpClient } from '../http-client.ts'
import { type ConnectionSettings, canSignIn } from './connection.ts'
import { signIn } from './keystone.ts'

/** Returns the connection of the second tenant's user: the same identity service and domain as the first tenant's. */
export function secondConnection(
  { tenant, username, password }: ConfigOther,
  { credentials, source, tls, proxy }: ConnectionSettings,
): ConnectionSettings {
  const { authUrl, version, user } = credentials
  const domain = defined({ domainId: user?.domainId, domainName: user?.domainName })
  return {
    source,
    credentials: {
      ...defined({ authUrl, version, password }),
      ...(username === undefined ? {} : { user: { name: username, ...domain } }),
      project: { id: tenant },
    },
    ...defined({ tls, proxy }),
  }
}

/** Returns the second tenant and its token: the configured token, or one from signing in. */
export async function secondTenant(
  http: HttpClient,
  other: ConfigOther | undefined,
  first: ConnectionSettings,
): Promise<TargetSettings['other']> {
  if (other === undefined) return undefined
  const { tenant, token } = other
  if (token !== undefined) return { tenant, token }
  const connection = secondConnection(other, first)
  if (!canSignIn(connection.credentials))
    throw new UsageError(`/other: no token for tenant ${tenant}`, {
      hint: 'Set other.token, or other.username and other.password together with an identity service.',
    })
  return { tenant, token: (await signIn(http, connection)).token }
}
