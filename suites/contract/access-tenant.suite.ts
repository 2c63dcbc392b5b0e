/**
 * Access by tenant: a token is good for the tenant it was issued for, and for no other.
 */
import { type Answer, describe, type OperationId, test, verifies } from '#harness'
import { describeIntruder } from '../intruders.ts'
import { withAnotherTenant } from '../trespass.ts'

const lists: readonly OperationId[] = [
  'listFlavors',
  'listAvailabilityZones',
  'listKeypairs',
  'listServers',
  'listServersDetail',
]

describe('Access by tenant', () => {
  test("lets the caller into the caller's own tenant", verifies('access.tenant-in-path'), async ({ compute, must }) => {
    const answers: Answer[] = []
    for (const operation of lists) answers.push(await compute.call(operation))

    // One list that fails is that list's own fault; when all do, it is the way in that is closed.
    const [first] = answers
    if (first === undefined || answers.some((answer) => answer.succeeded)) must('access.tenant-in-path').fulfilled()
    else must('access.tenant-in-path').succeed(first)
  })

  describeIntruder(withAnotherTenant)
})
