import { tokenV2, tokenV3 } from '../../serializers/token.ts'
import { ApiError, badRequest } from '../../server/errors.ts'
import { created, type EmulatorResponse, ok } from '../../server/response.ts'
import type { User } from '../../state/accounts.ts'
import type { CloudState } from '../../state/cloud-state.ts'
import { object, type RequestFields, required, text, unwrap } from '../../validation/fields.ts'
import type { PublicCall } from '../operation.ts'

const wrongCredentials = () => new ApiError(401, 'The user name, the password or the tenant is wrong.')

/** Returns the error for a scope beside an application credential, which already belongs to a project (as in Keystone). */
const scopeBesideCredential = () => new ApiError(401, 'An application credential cannot ask for a scope.')

/** Returns the text of an optional field; any other value counts as absent. */
function optional(fields: RequestFields | undefined, key: string): string | undefined {
  const value = fields?.[key]
  return typeof value === 'string' ? value : undefined
}

function nested(fields: RequestFields | undefined, key: string): RequestFields | undefined {
  return fields?.[key] === undefined ? undefined : object(fields[key], key)
}

/**
 * Checks the tenant that a sign-in names.
 * @throws ApiError 401 unless the request names the only tenant of the user, or none
 */
function requireTenant(user: User, requested: { id: string | undefined; name: string | undefined }): void {
  const { tenant } = user
  if ((requested.id ?? tenant.id) !== tenant.id || (requested.name ?? tenant.name) !== tenant.name)
    throw wrongCredentials()
}

/** Signs in by POST /v2.0/tokens, with a password or token. @throws ApiError 400, 401 */
export function authenticateV2({ cloud, body, origin }: PublicCall): EmulatorResponse {
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

/** Signs in by POST /v3/auth/tokens, with a password, token or application credential. @throws ApiError 400, 401 */
export function authenticateV3({ cloud, body, origin }: PublicCall): EmulatorResponse {
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
