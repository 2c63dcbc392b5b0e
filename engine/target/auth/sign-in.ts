import { UsageError } from '#engine/errors'
import type { HttpClient } from '../http-client.ts'
import { type ConnectionSettings, canSignIn } from './connection.ts'
import { type AuthSession, inspectToken, signIn } from './keystone.ts'

/** Describes the missing credentials, with their names in the environment and in the config file. */
function missingCredentials({ credentials, url }: ConnectionSettings): string {
  const { authUrl, user, application } = credentials
  if (authUrl === undefined && user === undefined && application === undefined)
    return url === undefined
      ? 'no target URL and no identity service to sign in to'
      : `no token for ${url} and no credentials to sign in with`
  if (authUrl === undefined) return 'missing identity service: set OS_AUTH_URL (auth.authUrl)'
  if (user === undefined)
    return 'missing credentials: set OS_USERNAME (auth.username) or an application credential with its secret'
  return `missing password for user "${user.name ?? user.id ?? ''}": set OS_PASSWORD (auth.password)`
}

const hint = 'Use --token or OS_TOKEN; --os-cloud; OS_AUTH_URL, OS_USERNAME and OS_PASSWORD; or auth in a config file.'

/**
 * Signs in, or uses the given token. A token is looked up at the identity service only if something is not configured
 * (`needsCatalog`); the look-up may fail when the target and the tenant are known. Throws a UsageError when credentials
 * are missing or rejected, and an InconclusiveRunError when the identity service does not respond.
 */
export async function authenticate(
  http: HttpClient,
  connection: ConnectionSettings,
  needsCatalog: boolean,
  warn: (line: string) => void,
): Promise<AuthSession> {
  const { credentials, url } = connection
  const { authUrl, token, project } = credentials
  if (token === undefined) {
    if (!canSignIn(credentials)) throw new UsageError(missingCredentials(connection), { hint })
    return signIn(http, connection, warn)
  }
  const withoutCatalog: AuthSession = { token, catalog: [] }
  if (authUrl === undefined || !needsCatalog) return withoutCatalog
  try {
    return await inspectToken(http, connection, token)
  } catch (cause) {
    if (url === undefined || project?.id === undefined || !(cause instanceof Error)) throw cause
    warn(`No catalog: ${cause.message}`)
    return withoutCatalog
  }
}
