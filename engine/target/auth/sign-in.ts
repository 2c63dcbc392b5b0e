import { UsageError } from '../../errors.ts'
import type { HttpClient } from '../http-client.ts'
import type { ConnectionSettings } from './connection.ts'
import { type AuthSession, inspectToken, signIn } from './keystone.ts'

/** What is still needed for signing in, in the words of the environment and of the configuration file. */
function whatIsMissing({ credentials, url }: ConnectionSettings): string {
  const { authUrl, user, application } = credentials
  if (authUrl === undefined && user === undefined && application === undefined)
    return url === undefined ? 'no target, and no cloud to sign in to' : `no token for ${url}, and no way to sign in`
  if (authUrl === undefined) return 'where to sign in? There is no OS_AUTH_URL or auth.authUrl'
  if (user === undefined)
    return 'who signs in? There is no OS_USERNAME or auth.username, nor an application credential with its secret'
  return `no password for user "${user.name ?? user.id ?? ''}": set OS_PASSWORD or auth.password`
}

const advice =
  'Give --token or OS_TOKEN; or --os-cloud; or OS_AUTH_URL, OS_USERNAME and OS_PASSWORD; or auth in a config file.'

/**
 * Becomes somebody at the target. A token is taken as it is; the identity service is asked about it only for what is not
 * known otherwise (`needsCatalog`), and then may fail when the token's tenant and the target are known.
 */
export async function authenticate(
  web: HttpClient,
  access: ConnectionSettings,
  needsCatalog: boolean,
  warn: (line: string) => void,
): Promise<AuthSession> {
  const { credentials, url } = access
  const { authUrl, token, project, user, password, application } = credentials
  if (token !== undefined) {
    const alone: AuthSession = { token, catalog: [] }
    if (authUrl === undefined || !needsCatalog) return alone
    try {
      return await inspectToken(web, access, authUrl, token)
    } catch (cause) {
      if (url === undefined || project?.id === undefined || !(cause instanceof Error)) throw cause
      warn(`No catalog: ${cause.message}`)
      return alone
    }
  }
  const able = application !== undefined || (user !== undefined && password !== undefined)
  if (authUrl === undefined || !able) throw new UsageError(whatIsMissing(access), { hint: advice })
  return signIn(web, access, authUrl)
}
