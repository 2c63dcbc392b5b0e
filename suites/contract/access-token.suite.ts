/**
 * Access by token: whoever has no valid token learns nothing and changes nothing, and is told 401.
 */
import { describe } from '#harness'
import { describeIntruder } from '../intruders.ts'
import { withoutToken } from '../trespass.ts'

describe('Access by token', () => {
  describeIntruder(withoutToken)
})
