import { InconclusiveRunError, UsageError } from '../../errors.ts'
import { type HttpClient, type HttpResponse, redirectNote } from '../http-client.ts'
import { at, present, textAt } from '../json.ts'
import { type Catalog, readCatalogV2, readCatalogV3 } from './catalog.ts'
import type { ConnectionSettings, Credentials } from './connection.ts'
import { signInBodyV2, signInBodyV3 } from './keystone-body.ts'
import { type IdentityApi, identityApi } from './keystone-version.ts'

/** Somebody who has signed in. */
export interface AuthSession {
  readonly token: string
  readonly tenant?: string
  /** As the identity service wrote it. */
  readonly expiresAt?: string
  readonly catalog: Catalog
}

/** Who tried to sign in, for messages. Never a secret. */
function whoIs({ user, application, token }: Credentials): string {
  if (application) return `the application credential "${application.id ?? application.name ?? ''}"`
  if (token !== undefined) return 'the token'
  return `user "${user?.name ?? user?.id ?? ''}"`
}

/** The service's own words, without anything that was sent in confidence. */
function said({ json }: HttpResponse, { password, token, application }: Credentials): string {
  const message = textAt(json, 'error', 'message')
  if (message === undefined) return ''
  const secrets = [password, token, application?.secret].filter((secret) => secret !== undefined && secret !== '')
  const clean = secrets.reduce<string>((text, secret) => text.replaceAll(secret ?? '', '***'), message)
  return `: ${clean.slice(0, 300)}`
}

function refuse(response: HttpResponse, credentials: Credentials): never {
  const { status, url } = response
  const words = said(response, credentials)
  if (status === 401 || status === 403 || status === 400)
    throw new UsageError(`the identity service at ${url} refuses ${whoIs(credentials)} (${status})${words}`)
  if (status === 404)
    throw new UsageError(`there is no identity service at ${url} (404)`, {
      hint: 'Give the URL with its version, …/v2.0 or …/v3.',
    })
  throw new InconclusiveRunError(`the identity service at ${url} answers ${status}${redirectNote(response)}${words}`)
}

const succeeded = ({ status }: HttpResponse): boolean => status >= 200 && status < 300

function sessionOf(response: HttpResponse, version: IdentityApi['version'], known?: string): AuthSession {
  const header = response.headers['x-subject-token']
  const issued =
    version === 'v3'
      ? typeof header === 'string'
        ? header
        : undefined
      : textAt(response.json, 'access', 'token', 'id')
  const token = issued ?? known
  if (token === undefined || token === '')
    throw new InconclusiveRunError(`${response.url} answers ${response.status} without a token`)
  const isV3 = version === 'v3'
  return {
    token,
    catalog: isV3 ? readCatalogV3(response.json) : readCatalogV2(response.json),
    ...present({
      tenant: isV3
        ? textAt(response.json, 'token', 'project', 'id')
        : textAt(response.json, 'access', 'token', 'tenant', 'id'),
      expiresAt: isV3
        ? textAt(response.json, 'token', 'expires_at')
        : textAt(response.json, 'access', 'token', 'expires'),
    }),
  }
}

/**
 * Signs in with a password or an application credential, identity v2.0 or v3. Throws a UsageError when the service refuses
 * (it names who and where), InconclusiveRunError when it does not answer or answers something else.
 */
export async function signIn(
  web: HttpClient,
  { credentials, from }: ConnectionSettings,
  authUrl: string,
): Promise<AuthSession> {
  const { base, version } = await identityApi(web, credentials, authUrl, `authUrl of ${from}`)
  const isV3 = version === 'v3'
  const url = isV3 ? `${base}/v3/auth/tokens` : `${base}/v2.0/tokens`
  const response = await web.post(url, isV3 ? signInBodyV3(credentials) : signInBodyV2(credentials))
  return succeeded(response) ? sessionOf(response, version) : refuse(response, credentials)
}

/**
 * What the identity service knows of a token that is already there: its tenant and the catalog. Version 3 shows it to its
 * owner; version 2.0 gives a new one for it. Errors as for `signIn`.
 */
export async function inspectToken(
  web: HttpClient,
  { credentials, from }: ConnectionSettings,
  authUrl: string,
  token: string,
): Promise<AuthSession> {
  const { base, version } = await identityApi(web, credentials, authUrl, `authUrl of ${from}`)
  if (version === 'v3') {
    const url = `${base}/v3/auth/tokens`
    const response = await web.get(url, { 'x-auth-token': token, 'x-subject-token': token })
    if (!succeeded(response)) refuse(response, credentials)
    // An unscoped token has no tenant; asking for one that is scoped is signing in with it.
    if (at(response.json, 'token', 'project') !== undefined || credentials.project === undefined)
      return { ...sessionOf(response, version, token), token }
    const scoped = await web.post(url, signInBodyV3({ ...credentials, token }))
    return succeeded(scoped) ? sessionOf(scoped, version) : refuse(scoped, credentials)
  }
  const response = await web.post(`${base}/v2.0/tokens`, signInBodyV2({ ...credentials, token }))
  return succeeded(response) ? sessionOf(response, version) : refuse(response, credentials)
}
