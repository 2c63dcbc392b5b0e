/**
 * Access by token: whoever has no valid token learns nothing and changes nothing, and is told 401.
 */
import { describe } from '#harness'
import { describeUnauthorizedAccess } from '../support/access-control-tests.ts'
import { withoutToken } from '../support/unauthorized-caller.ts'

describe('Access by token', () => {
  describeUnauthorizedAccess(withoutToken)
})
