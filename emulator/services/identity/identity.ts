import { inSeconds } from '../../serializers/timestamps.ts'
import { projectOf, tokenV2, tokenV3, userV3 } from '../../serializers/token.ts'
import { tokenOf, unauthenticated } from '../../server/authentication.ts'
import { notFound } from '../../server/errors.ts'
import { type EmulatorResponse, type JsonObject, noContent, ok } from '../../server/response.ts'
import type { Token, User } from '../../state/accounts.ts'
import type { Method, PublicCall, PublicOperation } from '../operation.ts'
import { authenticateV2, authenticateV3 } from './authenticate.ts'

function callerToken({ cloud, request }: PublicCall): Token {
  const token = tokenOf(cloud, request)
  if (token === undefined) throw unauthenticated()
  return token
}

/** Returns the token in X-Subject-Token. @throws ApiError 401 without a valid X-Auth-Token, 404 for an unknown subject */
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

/** Lists the versions at the root, with status 300 as Keystone does. */
function listVersions({ origin }: PublicCall): EmulatorResponse {
  const values = [versionDocument(origin, 'v3.14'), versionDocument(origin, 'v2.0')]
  return { status: 300, headers: {}, body: { versions: { values } } }
}

const showV2 = ({ origin }: PublicCall) => ok({ version: versionDocument(origin, 'v2.0') })
const showV3 = ({ origin }: PublicCall) => ok({ version: versionDocument(origin, 'v3.14') })

/** Returns the token in the path, where v2.0 has what v3 has in X-Subject-Token. @throws ApiError 401, 404 */
function pathToken(call: PublicCall): Token {
  callerToken(call)
  const token = call.cloud.accounts.find(call.param('token'))
  if (token === undefined) throw notFound('The token could not be found.')
  return token
}

/** Returns the user whose project the path names. @throws ApiError 404 for another project */
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
