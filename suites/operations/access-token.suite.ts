/**
 * Access by token: a caller without a valid token reads and changes nothing, and gets 401.
 */
import { describe } from '#harness'
import { describeUnauthorizedAccess } from '../shared-tests/access-control-tests.ts'
import { withoutToken } from '../support/unauthorized-caller.ts'

describe('Access by token', () => {
  describeUnauthorizedAccess(withoutToken)
})
