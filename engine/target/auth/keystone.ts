import { InconclusiveRunError, UsageError } from '#engine/errors'
import { at, defined, textAt } from '#engine/input'
import { type HttpClient, type HttpResponse, redirectNote } from '../http-client.ts'
import { type Catalog, readCatalogV2, readCatalogV3 } from './catalog.ts'
import type { ConnectionSettings, Credentials, IdentityVersion } from './connection.ts'
import { signInBodyV2, signInBodyV3 } from './keystone-body.ts'
import { type IdentityApi, identityApi, identityUrlHint, otherVersion } from './keystone-version.ts'

/** The result of signing in. */
export interface AuthSession {
  readonly token: string
  readonly tenant?: string
  /** As the identity service wrote it. */
  readonly expiresAt?: string
  readonly catalog: Catalog
}

/** Describes the user, application credential or token for messages; never includes a secret. */
function whoIs({ user, application, token }: Credentials): string {
  if (application) return `the application credential "${application.id ?? application.name ?? ''}"`
  if (token !== undefined) return 'the token'
  return `user "${user?.name ?? user?.id ?? ''}"`
}

/** Returns the error message of the service, in the form of Keystone or another server, without the secrets that were sent. */
function errorMessage({ json }: HttpResponse, { password, token, application }: Credentials): string {
  const message = textAt(json, 'error', 'message') ?? textAt(json, 'detail') ?? textAt(json, 'message')
  if (message === undefined) return ''
  const secrets = [password, token, application?.secret].filter((secret) => secret !== undefined && secret !== '')
  const redacted = secrets.reduce<string>((text, secret) => text.replaceAll(secret ?? '', '***'), message)
  return `: ${redacted.slice(0, 300)}`
}

function rejection(response: HttpResponse, credentials: Credentials): Error {
  const { status, url } = response
  const message = errorMessage(response, credentials)
  if (status === 401 || status === 403 || status === 400)
    return new UsageError(`the identity service at ${url} rejected ${whoIs(credentials)} (${status})${message}`, {
      ...(status === 401 && credentials.user?.id === undefined && credentials.user !== undefined
        ? { hint: 'Where the service does not know the name of the user, give the id: OS_USER_ID (auth.userId).' }
        : {}),
    })
  // A service may return 404 with a message for a project or user that it does not know.
  if (status === 404)
    return new UsageError(message === '' ? `no identity service at ${url} (404)` : `${url} returned 404${message}`, {
      hint: identityUrlHint,
    })
  return new InconclusiveRunError(
    `the identity service at ${url} returned ${status}${redirectNote(response)}${message}`,
    { hint: identityUrlHint },
  )
}

/** @param givenToken the token of the request, for a response that does not repeat it */
function sessionFrom(
  response: HttpResponse,
  version: IdentityVersion,
  credentials: Credentials,
  givenToken?: string,
): AuthSession {
  const { status, url, json, headers } = response
  if (status < 200 || status >= 300) throw rejection(response, credentials)
  const isV3 = version === 'v3'
  const token = (isV3 ? headers['x-subject-token'] : textAt(json, 'access', 'token', 'id')) ?? givenToken
  if (token === undefined || token === '')
    throw new InconclusiveRunError(`${url} returned ${status} without a token`, { hint: identityUrlHint })
  return {
    token,
    catalog: isV3 ? readCatalogV3(json) : readCatalogV2(json),
    ...defined({
      tenant: isV3 ? textAt(json, 'token', 'project', 'id') : textAt(json, 'access', 'token', 'tenant', 'id'),
      expiresAt: isV3 ? textAt(json, 'token', 'expires_at') : textAt(json, 'access', 'token', 'expires'),
    }),
  }
}

/** Returns the identity service of the connection; without one, its URL is reported as invalid. */
const identityApiOf = (http: HttpClient, { credentials, source }: ConnectionSettings): Promise<IdentityApi> =>
  identityApi(http, credentials, credentials.authUrl ?? '', `authUrl of ${source}`)

const postTokens = (http: HttpClient, { base, version }: IdentityApi, credentials: Credentials) =>
  version === 'v3'
    ? http.post(`${base}/v3/auth/tokens`, signInBodyV3(credentials))
    : http.post(`${base}/v2.0/tokens`, signInBodyV2(credentials))

/** Signs in with another version of the identity service; returns undefined unless it accepts the credentials. */
async function signInWith(http: HttpClient, api: IdentityApi, credentials: Credentials) {
  try {
    return sessionFrom(await postTokens(http, api, credentials), api.version, credentials)
  } catch {
    return undefined
  }
}

/**
 * Signs in with a password or an application credential at identity v2.0 or v3. After a 401, the other version is tried: on the vendor's cloud
 * some accounts exist in one of them only. Throws a UsageError when the service rejects the credentials, and an
 * InconclusiveRunError when it does not respond or returns something else.
 * @param warn called with a sentence when the other version has accepted the credentials
 */
export async function signIn(
  http: HttpClient,
  connection: ConnectionSettings,
  warn: (line: string) => void = () => {},
): Promise<AuthSession> {
  const { credentials } = connection
  const api = await identityApiOf(http, connection)
  const response = await postTokens(http, api, credentials)
  const other = response.status === 401 ? otherVersion(api, credentials) : undefined
  const session = other && (await signInWith(http, other, credentials))
  if (!session) return sessionFrom(response, api.version, credentials)
  warn(`Signed in with identity ${other.version}: ${api.version} rejected ${whoIs(credentials)} (401).`)
  return session
}

/**
 * Returns the tenant and the catalog of a token. Version 3 shows them to the token's owner; version 2.0 issues a new token for the given
 * one. Errors as for `signIn`.
 */
export async function inspectToken(
  http: HttpClient,
  connection: ConnectionSettings,
  token: string,
): Promise<AuthSession> {
  const { credentials } = connection
  const api = await identityApiOf(http, connection)
  const withToken = { ...credentials, token }
  if (api.version === 'v2.0') return sessionFrom(await postTokens(http, api, withToken), api.version, credentials)
  const headers = { 'x-auth-token': token, 'x-subject-token': token }
  const response = await http.get(`${api.base}/v3/auth/tokens`, headers)
  const session = sessionFrom(response, api.version, credentials, token)
  // An unscoped token has no tenant; signing in with it returns a scoped one.
  if (at(response.json, 'token', 'project') !== undefined || credentials.project === undefined)
    return { ...session, token }
  return sessionFrom(await postTokens(http, api, withToken), api.version, credentials)
}
