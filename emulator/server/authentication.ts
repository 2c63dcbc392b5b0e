import type { Token, User } from '../state/accounts.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { ApiError, badRequest } from './errors.ts'
import type { EmulatorRequest } from './request.ts'

/** The 401 response of keystonemiddleware, which precedes every other check. */
export const unauthenticated = () => new ApiError(401, 'This request needs a valid token.')

export function tokenOf(cloud: CloudState, request: EmulatorRequest): Token | undefined {
  return cloud.accounts.find(request.header('x-auth-token') ?? '')
}

/**
 * Who calls, by the token of the request.
 * @throws ApiError 401 without a token, or with one that is unknown or expired.
 */
export function authenticate(cloud: CloudState, request: EmulatorRequest): User {
  const token = tokenOf(cloud, request)
  if (token !== undefined) return token.user
  if (cloud.faults.has('token-not-checked') || isLikeOne(cloud, request)) return cloud.accounts.conformance
  throw unauthenticated()
}

/** It has the length of a token that was issued (a fault). */
function isLikeOne(cloud: CloudState, request: EmulatorRequest): boolean {
  return cloud.faults.has('token-by-length') && (request.header('x-auth-token') ?? '').length >= 32
}

/**
 * The caller in the tenant of the path, which must be the token's own.
 * @throws ApiError 400 for another tenant, as Nova answers.
 */
export function inTenant(cloud: CloudState, user: User, tenantId: string): User {
  if (tenantId === user.tenant.id) return user
  if (cloud.faults.has('tenant-not-checked')) {
    return cloud.accounts.users.find(({ tenant }) => tenant.id === tenantId) ?? user
  }
  throw badRequest(`Malformed request URL: the path names project ${tenantId}, the token project ${user.tenant.id}`)
}
