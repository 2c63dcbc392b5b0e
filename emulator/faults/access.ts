import { userInTenant, userOfToken } from '../server/authentication.ts'
import { isVisible } from '../services/compute/servers/lookup.ts'
import type { OperationCall } from '../services/operation.ts'
import type { Server } from '../state/servers.ts'
import { defineFault } from './define-fault.ts'
import { changeStatus } from './mutators.ts'

const isAlive = (_call: OperationCall, { vmState }: Server): boolean => vmState !== 'deleted'

/** Faults of authentication and of the isolation of tenants. */
export const accessFaults = [
  defineFault(
    'token-not-checked',
    'access.token-required',
    'Requests with an invalid token, or without one, are accepted.',
    userOfToken.override((original, cloud, request) => original(cloud, request) ?? cloud.accounts.conformance),
  ),
  defineFault(
    'token-by-length',
    'access.token-required',
    'A text as long as a token is accepted as a valid token.',
    userOfToken.overrideWhen(
      (_cloud, request) => (request.header('x-auth-token') ?? '').length >= 32,
      (original, cloud, request) => original(cloud, request) ?? cloud.accounts.conformance,
    ),
  ),
  defineFault(
    'tenant-not-checked',
    'access.tenant-in-path',
    'The tenant of the path may differ from the tenant of the token.',
    userInTenant.overrideWhen(
      (_cloud, user, tenantId) => user.tenant.id !== tenantId,
      (_original, { accounts }, user, tenantId) => accounts.users.find(({ tenant }) => tenant.id === tenantId) ?? user,
    ),
  ),
  defineFault(
    'tenant-by-beginning',
    'access.tenant-in-path',
    'The tenant of the path may be the beginning of the tenant of the token.',
    userInTenant.override(
      (original, cloud, user, tenantId) =>
        original(cloud, user, tenantId) ?? (user.tenant.id.startsWith(tenantId) ? user : undefined),
    ),
  ),
  defineFault(
    'foreign-servers-visible',
    'access.tenant-isolation',
    'A tenant can read the servers of another tenant.',
    isVisible.override((_original, call, server) => isAlive(call, server)),
  ),
  defineFault(
    'foreign-servers-changed',
    'access.tenant-isolation',
    'A tenant can update the servers of another tenant.',
    isVisible.overrideWhen(
      ({ request }) => request.method === 'PUT',
      (_original, call, server) => isAlive(call, server),
    ),
  ),
  defineFault(
    'unauthorized-as-forbidden',
    'access.unauthorized-status',
    'A request without a valid token is rejected with 403.',
    changeStatus('*', 401, 403),
  ),
]
