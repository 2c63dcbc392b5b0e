/**
 * Access by token: a caller without a valid token reads and changes nothing, and gets 401.
 */
import { describe, test, verifies } from '#harness'
import { AccessChecks, withoutToken, withSimilarToken } from '../support/unauthorized-caller.ts'
import { describeUnauthorizedAccess } from '../test-factories/access-control-tests.ts'

describe('Access by token', () => {
  describeUnauthorizedAccess(withoutToken)

  test(
    `rejects listServers ${withSimilarToken.title}`,
    verifies('access.token-required'),
    async ({ compute, target, verify }) => {
      const checks = new AccessChecks(withSimilarToken, { compute, target, verify })

      await checks.verifyDenied({ operation: 'listServers' })

      checks.finish()
    },
  )
})
