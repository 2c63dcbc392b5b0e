import type { Override } from '../../fault-injection/overrides.ts'
import { userOfToken } from '../../server/authentication.ts'
import { defineFault, ofLaterEdition } from '../define-fault.ts'

/** Requests with this method, and with a path that matches, need no valid token. */
const withoutToken = (method: string, path: RegExp): Override =>
  userOfToken.overrideWhen(
    (_cloud, request) => request.method === method && path.test(request.url),
    (original, cloud, request) => original(cloud, request) ?? cloud.accounts.conformance,
  )

/** Single operations that need no valid token, while the others of the resource do. */
export const operationsWithoutTokenFaults = [
  ofLaterEdition(
    defineFault(
      'deep-token-unchecked-for-group-created',
      'access.token-required',
      'A server group is created without a valid token.',
      withoutToken('POST', /\/os-server-groups$/),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-token-unchecked-for-group-shown',
      'access.token-required',
      'A single server group is shown without a valid token.',
      withoutToken('GET', /\/os-server-groups\//),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-token-unchecked-for-group-deleted',
      'access.token-required',
      'A server group is deleted without a valid token.',
      withoutToken('DELETE', /\/os-server-groups\//),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-token-unchecked-for-pair-shown',
      'access.token-required',
      'A single pair of metadata is shown without a valid token.',
      withoutToken('GET', /\/metadata\//),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-token-unchecked-for-pair-deleted',
      'access.token-required',
      'A pair of metadata is deleted without a valid token.',
      withoutToken('DELETE', /\/metadata\//),
    ),
  ),
]
