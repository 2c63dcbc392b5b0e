import { inSeconds } from '../../serializers/timestamps.ts'
import { projectOf, tokenV2, tokenV3, userV3 } from '../../serializers/token.ts'
import { tokenOf, unauthenticated } from '../../server/authentication.ts'
import { ApiError, badRequest, notFound } from '../../server/errors.ts'
import { created, type EmulatorResponse, type JsonObject, noContent, ok } from '../../server/response.ts'
import type { Token, User } from '../../state/accounts.ts'
import type { CloudState } from '../../state/cloud-state.ts'
import { type Fields, object, required, text, wrapped } from '../../validation/fields.ts'
import type { Method, OpenCall, OpenOperation } from '../operation.ts'

const wrongCredentials = () => new ApiError(401, 'The name, the password or the tenant is not right.')

/** A credential has its project already; Keystone takes none beside it. */
const scopeBesideCredential = () => new ApiError(401, 'An application credential cannot ask for a scope.')

/** Optional text of a field; anything but a string counts as absent. */
function optional(fields: Fields | undefined, key: string): string | undefined {
  const value = fields?.[key]
  return typeof value === 'string' ? value : undefined
}

function nested(fields: Fields | undefined, key: string): Fields | undefined {
  return fields?.[key] === undefined ? undefined : object(fields[key], key)
}

/** A user has one tenant; a request for another is refused, one for none gets its own. */
function requireTenant(user: User, wanted: { id: string | undefined; name: string | undefined }): void {
  const { tenant } = user
  if ((wanted.id ?? tenant.id) !== tenant.id || (wanted.name ?? tenant.name) !== tenant.name) throw wrongCredentials()
}

function signInV2({ cloud, body, origin }: OpenCall): EmulatorResponse {
  const auth = wrapped(body, 'auth')
  const credentials = nested(auth, 'passwordCredentials')
  const oldToken = nested(auth, 'token')
  if (credentials === undefined && oldToken === undefined) throw badRequest('Expecting passwordCredentials or a token.')
  const user = credentials
    ? cloud.accounts.signIn({ name: optional(credentials, 'username') }, optional(credentials, 'password') ?? '')
    : cloud.accounts.find(optional(oldToken, 'id') ?? '')?.user
  if (user === undefined) throw wrongCredentials()
  requireTenant(user, { id: optional(auth, 'tenantId'), name: optional(auth, 'tenantName') })
  return ok(tokenV2(origin, cloud.accounts.issue(user)))
}

function signInV3({ cloud, body, origin }: OpenCall): EmulatorResponse {
  const auth = wrapped(body, 'auth')
  const identity = object(required(auth, 'identity', 'auth'), 'identity')
  const user = identify(cloud, identity)
  if (user === undefined) throw wrongCredentials()
  if (identity['application_credential'] !== undefined && nested(auth, 'scope') !== undefined)
    throw scopeBesideCredential()
  const project = nested(nested(auth, 'scope'), 'project')
  requireTenant(user, { id: optional(project, 'id'), name: optional(project, 'name') })
  const token = cloud.accounts.issue(user)
  return created(tokenV3(origin, token), { 'x-subject-token': token.text })
}

function identify(cloud: CloudState, identity: Fields): User | undefined {
  const oldToken = nested(identity, 'token')
  if (oldToken !== undefined) return cloud.accounts.find(optional(oldToken, 'id') ?? '')?.user
  const application = nested(identity, 'application_credential')
  if (application !== undefined) return identifyApplication(cloud, application)
  const claimed = object(
    required(object(required(identity, 'password', 'identity'), 'password'), 'user', 'password'),
    'user',
  )
  const password = text(required(claimed, 'password', 'user'), 'password')
  return cloud.accounts.signIn({ id: optional(claimed, 'id'), name: optional(claimed, 'name') }, password)
}

/** By the id of the credential, or by its name and its user's. */
function identifyApplication(cloud: CloudState, application: Fields): User | undefined {
  const secret = text(required(application, 'secret', 'application_credential'), 'secret')
  const id = optional(application, 'id')
  if (id !== undefined) return cloud.accounts.signInWithApplicationCredential({ id }, secret)
  const user = object(required(application, 'user', 'application_credential'), 'user')
  const name = text(required(application, 'name', 'application_credential'), 'name')
  return cloud.accounts.signInWithApplicationCredential(
    { name, user: { id: optional(user, 'id'), name: optional(user, 'name') } },
    secret,
  )
}

function callerToken({ cloud, request }: OpenCall): Token {
  const token = tokenOf(cloud, request)
  if (token === undefined) throw unauthenticated()
  return token
}

/** @throws ApiError 401 without a token of the caller's, 404 for an unknown subject. */
function subjectToken(call: OpenCall): Token {
  callerToken(call)
  const token = call.cloud.accounts.find(call.request.header('x-subject-token') ?? '')
  if (token === undefined) throw notFound('The token could not be found.')
  return token
}

function versionDocument(origin: string, id: 'v2.0' | 'v3.14'): JsonObject {
  const path = id === 'v2.0' ? 'v2.0' : 'v3'
  return {
    id,
    status: 'stable',
    updated: inSeconds(Date.UTC(2020, 3, 7)),
    links: [{ rel: 'self', href: `${origin}/identity/${path}/` }],
    'media-types': [{ base: 'application/json', type: `application/vnd.openstack.identity-${path}+json` }],
  }
}

const open = (
  name: string,
  method: Method,
  path: string,
  handle: OpenOperation['handle'],
  differs?: string,
): OpenOperation => ({
  name: `identity.${name}`,
  method,
  path: `/identity${path}`,
  handle,
  ...(differs === undefined ? {} : { differs }),
})

/** The root answers 300 with the versions to choose from, as Keystone does. */
function listVersions({ origin }: OpenCall): EmulatorResponse {
  const values = [versionDocument(origin, 'v3.14'), versionDocument(origin, 'v2.0')]
  return { status: 300, headers: {}, body: { versions: { values } } }
}

const showV2 = ({ origin }: OpenCall) => ok({ version: versionDocument(origin, 'v2.0') })
const showV3 = ({ origin }: OpenCall) => ok({ version: versionDocument(origin, 'v3.14') })

/** The token of the path, which in v2.0 stands where v3 has a header. @throws ApiError 401, 404 */
function pathToken(call: OpenCall): Token {
  callerToken(call)
  const token = call.cloud.accounts.find(call.param('token'))
  if (token === undefined) throw notFound('The token could not be found.')
  return token
}

/** @throws ApiError 404 for any but the caller's own */
function ownProject(call: OpenCall): User {
  const { user } = callerToken(call)
  if (call.param('project') !== user.tenant.id) throw notFound(`Could not find project: ${call.param('project')}.`)
  return user
}

function ownUser(call: OpenCall): User {
  const { user } = callerToken(call)
  if (call.param('user') !== user.id) throw notFound(`Could not find user: ${call.param('user')}.`)
  return user
}

const projects = (call: OpenCall) => ok({ projects: [projectOf(callerToken(call).user)], links: {} })
const own = 'The caller and its own project only; everybody else is left to administrators.'

/** Identity v2.0 and v3: signing in by password, token or application credential, always for the user's one tenant. */
export const identityOperations: readonly OpenOperation[] = [
  open('versions', 'GET', '', listVersions),
  open('versions', 'GET', '/', listVersions),
  open('v2.show', 'GET', '/v2.0', showV2),
  open('v2.show', 'GET', '/v2.0/', showV2),
  open('v3.show', 'GET', '/v3', showV3),
  open('v3.show', 'GET', '/v3/', showV3),
  open('v2.tokens.create', 'POST', '/v2.0/tokens', signInV2),
  open('v2.tokens.show', 'GET', '/v2.0/tokens/:token', (call) => ok(tokenV2(call.origin, pathToken(call)))),
  open('v2.tokens.delete', 'DELETE', '/v2.0/tokens/:token', (call) => {
    call.cloud.accounts.revoke(pathToken(call))
    return noContent
  }),
  open('v2.tenants.list', 'GET', '/v2.0/tenants', (call) => {
    const { tenant } = callerToken(call).user
    return ok({ tenants: [{ ...tenant, enabled: true, description: '' }], tenants_links: [] })
  }),
  open('v2.extensions', 'GET', '/v2.0/extensions', () => ok({ extensions: { values: [] } })),
  open('v3.tokens.create', 'POST', '/v3/auth/tokens', signInV3),
  open('v3.tokens.show', 'GET', '/v3/auth/tokens', (call) => {
    const token = subjectToken(call)
    return ok(tokenV3(call.origin, token), { 'x-subject-token': token.text })
  }),
  open('v3.tokens.delete', 'DELETE', '/v3/auth/tokens', (call) => {
    call.cloud.accounts.revoke(subjectToken(call))
    return noContent
  }),
  open('v3.auth.projects', 'GET', '/v3/auth/projects', projects),
  open('v3.auth.catalog', 'GET', '/v3/auth/catalog', (call) => {
    const { token } = tokenV3(call.origin, callerToken(call))
    return ok({ catalog: token.catalog, links: {} })
  }),
  open('v3.projects.list', 'GET', '/v3/projects', projects, own),
  open('v3.projects.show', 'GET', '/v3/projects/:project', (call) => ok({ project: projectOf(ownProject(call)) }), own),
  open('v3.users.list', 'GET', '/v3/users', (call) => ok({ users: [userV3(callerToken(call).user)], links: {} }), own),
  open('v3.users.show', 'GET', '/v3/users/:user', (call) => ok({ user: userV3(ownUser(call)) }), own),
  open('v3.users.projects', 'GET', '/v3/users/:user/projects', (call) => {
    ownUser(call)
    return projects(call)
  }),
]
