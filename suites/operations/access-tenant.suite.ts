/**
 * Access by tenant: a token is valid for its own tenant only.
 */
import { type ApiResponse, describe, test, verifies } from '#harness'
import type { OperationId } from '#model'
import { AccessChecks, withAnotherTenant, withSimilarTenant } from '../support/unauthorized-caller.ts'
import { describeUnauthorizedAccess } from '../test-factories/access-control-tests.ts'

const listOperations: readonly OperationId[] = [
  'listFlavors',
  'listAvailabilityZones',
  'listKeypairs',
  'listServers',
  'listServersDetail',
]

describe('Access by tenant', () => {
  test(
    "accepts calls with the caller's own tenant id",
    verifies('access.tenant-in-path'),
    async ({ compute, target, verify }) => {
      const responses: ApiResponse[] = []
      for (const operation of listOperations) responses.push(await compute.call(operation))

      // Other requirements cover a single list that fails; only when all fail, access itself is denied.
      const [first] = responses
      if (first !== undefined && !responses.some((response) => response.isSuccess))
        verify('access.tenant-in-path').isSuccess(first)
      // A target may compare only a part of the id. It does so for all operations or none.
      const checks = new AccessChecks(withSimilarTenant, { compute, target, verify })
      await checks.verifyDenied({ operation: 'listFlavors' })
      verify('access.tenant-in-path').pass()
    },
  )

  describeUnauthorizedAccess(withAnotherTenant)
})
