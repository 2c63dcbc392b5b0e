import type { Override } from '../../fault-injection/overrides.ts'
import { userOfToken } from '../../server/authentication.ts'
import { defineFault, ofLaterEdition } from '../define-fault.ts'

/** Requests with a path that matches, and with this method if one is given, need no valid token. */
const withoutToken = (path: RegExp, method?: string): Override =>
  userOfToken.overrideWhen(
    (_cloud, request) => path.test(request.url) && (method === undefined || request.method === method),
    (original, cloud, request) => original(cloud, request) ?? cloud.accounts.conformance,
  )

/** Operations of the later edition that need no valid token: all of a resource, or a single one. */
export const operationsWithoutTokenFaults = [
  ofLaterEdition(
    defineFault(
      'deep-token-unchecked-for-metadata',
      'access.token-required',
      'The metadata of a server are shown and changed without a valid token.',
      withoutToken(/\/metadata/),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-token-unchecked-for-server-groups',
      'access.token-required',
      'Server groups are shown and deleted without a valid token.',
      withoutToken(/\/os-server-groups/),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-token-unchecked-for-group-created',
      'access.token-required',
      'A server group is created without a valid token.',
      withoutToken(/\/os-server-groups$/, 'POST'),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-token-unchecked-for-group-shown',
      'access.token-required',
      'A single server group is shown without a valid token.',
      withoutToken(/\/os-server-groups\//, 'GET'),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-token-unchecked-for-group-deleted',
      'access.token-required',
      'A server group is deleted without a valid token.',
      withoutToken(/\/os-server-groups\//, 'DELETE'),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-token-unchecked-for-pair-shown',
      'access.token-required',
      'A single pair of metadata is shown without a valid token.',
      withoutToken(/\/metadata\//, 'GET'),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-token-unchecked-for-pair-deleted',
      'access.token-required',
      'A pair of metadata is deleted without a valid token.',
      withoutToken(/\/metadata\//, 'DELETE'),
    ),
  ),
]
