/**
 * Access by tenant: a token is good for the tenant it was issued for, and for no other.
 */

import { type ApiResponse, describe, test, verifies } from '#harness'
import type { OperationId } from '#model'
import { describeUnauthorizedAccess } from '../support/access-control-tests.ts'
import { withAnotherTenant } from '../support/unauthorized-caller.ts'

const lists: readonly OperationId[] = [
  'listFlavors',
  'listAvailabilityZones',
  'listKeypairs',
  'listServers',
  'listServersDetail',
]

describe('Access by tenant', () => {
  test(
    "lets the caller into the caller's own tenant",
    verifies('access.tenant-in-path'),
    async ({ compute, verify }) => {
      const responses: ApiResponse[] = []
      for (const operation of lists) responses.push(await compute.call(operation))

      // One list that fails is that list's own fault; when all do, it is the way in that is closed.
      const [first] = responses
      if (first === undefined || responses.some((response) => response.isSuccess))
        verify('access.tenant-in-path').pass()
      else verify('access.tenant-in-path').isSuccess(first)
    },
  )

  describeUnauthorizedAccess(withAnotherTenant)
})
