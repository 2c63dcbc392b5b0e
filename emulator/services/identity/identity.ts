import { inSeconds } from '../../serializers/timestamps.ts'
import { projectOf, tokenV2, tokenV3, userV3 } from '../../serializers/token.ts'
import { tokenOf, unauthenticated } from '../../server/authentication.ts'
import { ApiError, badRequest, notFound } from '../../server/errors.ts'
import { created, type EmulatorResponse, type JsonObject, noContent, ok } from '../../server/response.ts'
import type { Token, User } from '../../state/accounts.ts'
import type { CloudState } from '../../state/cloud-state.ts'
import { object, type RequestFields, required, text, unwrap } from '../../validation/fields.ts'
import type { Method, PublicCall, PublicOperation } from '../operation.ts'

const wrongCredentials = () => new ApiError(401, 'The user name, the password or the tenant is wrong.')

/** As in Keystone: an application credential already belongs to a project. */
const scopeBesideCredential = () => new ApiError(401, 'An application credential cannot ask for a scope.')

/** The text of an optional field; any other value counts as absent. */
function optional(fields: RequestFields | undefined, key: string): string | undefined {
  const value = fields?.[key]
  return typeof value === 'string' ? value : undefined
}

function nested(fields: RequestFields | undefined, key: string): RequestFields | undefined {
  return fields?.[key] === undefined ? undefined : object(fields[key], key)
}

/** @throws ApiError 401 unless the request names the only tenant of the user, or none */
function requireTenant(user: User, requested: { id: string | undefined; name: string | undefined }): void {
  const { tenant } = user
  if ((requested.id ?? tenant.id) !== tenant.id || (requested.name ?? tenant.name) !== tenant.name)
    throw wrongCredentials()
}

function authenticateV2({ cloud, body, origin }: PublicCall): EmulatorResponse {
  const auth = unwrap(body, 'auth')
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

function authenticateV3({ cloud, body, origin }: PublicCall): EmulatorResponse {
  const auth = unwrap(body, 'auth')
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

function identify(cloud: CloudState, identity: RequestFields): User | undefined {
  const oldToken = nested(identity, 'token')
  if (oldToken !== undefined) return cloud.accounts.find(optional(oldToken, 'id') ?? '')?.user
  const application = nested(identity, 'application_credential')
  if (application !== undefined) return identifyApplication(cloud, application)
  const userFields = object(
    required(object(required(identity, 'password', 'identity'), 'password'), 'user', 'password'),
    'user',
  )
  const password = text(required(userFields, 'password', 'user'), 'password')
  return cloud.accounts.signIn({ id: optional(userFields, 'id'), name: optional(userFields, 'name') }, password)
}

/** Finds the user by the id of the credential, or by its name and the name of the user. */
function identifyApplication(cloud: CloudState, application: RequestFields): User | undefined {
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

function callerToken({ cloud, request }: PublicCall): Token {
  const token = tokenOf(cloud, request)
  if (token === undefined) throw unauthenticated()
  return token
}

/** The token in X-Subject-Token. @throws ApiError 401 without a valid X-Auth-Token, 404 for an unknown subject */
function subjectToken(call: PublicCall): Token {
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

const identityOperation = (
  name: string,
  method: Method,
  path: string,
  handle: PublicOperation['handle'],
  differs?: string,
): PublicOperation => ({
  name: `identity.${name}`,
  method,
  path: `/identity${path}`,
  handle,
  ...(differs === undefined ? {} : { differs }),
})

/** As in Keystone, the response at the root is 300 and lists the versions. */
function listVersions({ origin }: PublicCall): EmulatorResponse {
  const values = [versionDocument(origin, 'v3.14'), versionDocument(origin, 'v2.0')]
  return { status: 300, headers: {}, body: { versions: { values } } }
}

const showV2 = ({ origin }: PublicCall) => ok({ version: versionDocument(origin, 'v2.0') })
const showV3 = ({ origin }: PublicCall) => ok({ version: versionDocument(origin, 'v3.14') })

/** The token in the path, where v2.0 has what v3 has in X-Subject-Token. @throws ApiError 401, 404 */
function pathToken(call: PublicCall): Token {
  callerToken(call)
  const token = call.cloud.accounts.find(call.param('token'))
  if (token === undefined) throw notFound('The token could not be found.')
  return token
}

/** The user whose project the path names. @throws ApiError 404 for another project */
function ownProject(call: PublicCall): User {
  const { user } = callerToken(call)
  if (call.param('project') !== user.tenant.id) throw notFound(`Could not find project: ${call.param('project')}.`)
  return user
}

function ownUser(call: PublicCall): User {
  const { user } = callerToken(call)
  if (call.param('user') !== user.id) throw notFound(`Could not find user: ${call.param('user')}.`)
  return user
}

const projects = (call: PublicCall) => ok({ projects: [projectOf(callerToken(call).user)], links: {} })
const ownOnly = 'Only the caller and its project; others are reserved for administrators.'

/** Identity v2.0 and v3: authentication by password, token or application credential, always for the user's only tenant. */
export const identityOperations: readonly PublicOperation[] = [
  identityOperation('versions', 'GET', '', listVersions),
  identityOperation('versions', 'GET', '/', listVersions),
  identityOperation('v2.show', 'GET', '/v2.0', showV2),
  identityOperation('v2.show', 'GET', '/v2.0/', showV2),
  identityOperation('v3.show', 'GET', '/v3', showV3),
  identityOperation('v3.show', 'GET', '/v3/', showV3),
  identityOperation('v2.tokens.create', 'POST', '/v2.0/tokens', authenticateV2),
  identityOperation('v2.tokens.show', 'GET', '/v2.0/tokens/:token', (call) =>
    ok(tokenV2(call.origin, pathToken(call))),
  ),
  identityOperation('v2.tokens.delete', 'DELETE', '/v2.0/tokens/:token', (call) => {
    call.cloud.accounts.revoke(pathToken(call))
    return noContent
  }),
  identityOperation('v2.tenants.list', 'GET', '/v2.0/tenants', (call) => {
    const { tenant } = callerToken(call).user
    return ok({ tenants: [{ ...tenant, enabled: true, description: '' }], tenants_links: [] })
  }),
  identityOperation('v2.extensions', 'GET', '/v2.0/extensions', () => ok({ extensions: { values: [] } })),
  identityOperation('v3.tokens.create', 'POST', '/v3/auth/tokens', authenticateV3),
  identityOperation('v3.tokens.show', 'GET', '/v3/auth/tokens', (call) => {
    const token = subjectToken(call)
    return ok(tokenV3(call.origin, token), { 'x-subject-token': token.text })
  }),
  identityOperation('v3.tokens.delete', 'DELETE', '/v3/auth/tokens', (call) => {
    call.cloud.accounts.revoke(subjectToken(call))
    return noContent
  }),
  identityOperation('v3.auth.projects', 'GET', '/v3/auth/projects', projects),
  identityOperation('v3.auth.catalog', 'GET', '/v3/auth/catalog', (call) => {
    const { token } = tokenV3(call.origin, callerToken(call))
    return ok({ catalog: token.catalog, links: {} })
  }),
  identityOperation('v3.projects.list', 'GET', '/v3/projects', projects, ownOnly),
  identityOperation(
    'v3.projects.show',
    'GET',
    '/v3/projects/:project',
    (call) => ok({ project: projectOf(ownProject(call)) }),
    ownOnly,
  ),
  identityOperation(
    'v3.users.list',
    'GET',
    '/v3/users',
    (call) => ok({ users: [userV3(callerToken(call).user)], links: {} }),
    ownOnly,
  ),
  identityOperation('v3.users.show', 'GET', '/v3/users/:user', (call) => ok({ user: userV3(ownUser(call)) }), ownOnly),
  identityOperation('v3.users.projects', 'GET', '/v3/users/:user/projects', (call) => {
    ownUser(call)
    return projects(call)
  }),
]
