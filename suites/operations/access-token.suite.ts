/**
 * Access by token: a caller without a valid token reads and changes nothing, and gets 401.
 */
import { describe } from '#harness'
import { withoutToken } from '../support/unauthorized-caller.ts'
import { describeUnauthorizedAccess } from '../test-factories/access-control-tests.ts'

describe('Access by token', () => {
  describeUnauthorizedAccess(withoutToken)
})
