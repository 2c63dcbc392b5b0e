import { defineHook } from '../fault-injection/hooks.ts'
import type { Token, User } from '../state/accounts.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { ApiError, badRequest } from './errors.ts'
import type { EmulatorRequest } from './request.ts'

/** Returns the 401 response of keystonemiddleware, which precedes every other check. */
export const unauthenticated = () => new ApiError(401, 'This request needs a valid token.')

/** Returns the token that a request carries; undefined for an unknown or expired one. */
export function tokenOf(cloud: CloudState, request: EmulatorRequest): Token | undefined {
  return cloud.accounts.find(request.header('x-auth-token') ?? '')
}

/** Returns the user whose token the request carries; undefined without a token, or with an unknown or expired one. */
export const userOfToken = defineHook(
  'access.userOfToken',
  (cloud: CloudState, request: EmulatorRequest): User | undefined => tokenOf(cloud, request)?.user,
)

/**
 * Returns the calling user, by the token of the request.
 * @throws ApiError 401 without a valid token.
 */
export function authenticate(cloud: CloudState, request: EmulatorRequest): User {
  const user = userOfToken(cloud, request)
  if (user === undefined) throw unauthenticated()
  return user
}

/** Returns the calling user if the path has the user's own tenant, otherwise undefined. */
export const userInTenant = defineHook(
  'access.userInTenant',
  (_cloud: CloudState, user: User, tenantId: string): User | undefined =>
    tenantId === user.tenant.id ? user : undefined,
)

/**
 * Returns the caller in the tenant of the path, which must be the token's own.
 * @throws ApiError 400 for another tenant, as Nova does.
 */
export function inTenant(cloud: CloudState, user: User, tenantId: string): User {
  const member = userInTenant(cloud, user, tenantId)
  if (member !== undefined) return member
  throw badRequest(`Malformed request URL: the path names project ${tenantId}, the token project ${user.tenant.id}`)
}
