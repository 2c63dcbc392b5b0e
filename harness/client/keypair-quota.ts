import { InconclusiveError } from '../errors.ts'
import type { NamedCreate } from '../resources/named-creates.ts'
import type { ApiResponse } from './api-response.ts'
import type { ComputeClient } from './compute-client.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { isQuotaRejection } from './quota.ts'
import { sendUnlessCreated } from './resend.ts'

/**
 * Creates a keypair or server group. If the tenant's quota does not allow another keypair, a keypair that no test of the run needs any more
 * is deleted first.
 * @throws InconclusiveError when the quota allows no more
 */
export async function createNamedWithinQuota(
  compute: ComputeClient,
  request: OutgoingRequest,
  { noun, nameIn, exists }: NamedCreate,
  send: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const { clock, ownKeypairs } = compute.run
  const name = nameIn(request.content)
  const create = { name, isInvalid: request.isInvalid }
  const sendOnce = () => sendUnlessCreated(send, create, (isLost) => exists(compute, name, isLost), clock)
  const isKeypair = request.operation === 'createKeypair'
  let response = await sendOnce()
  await ownKeypairs.create(compute.evidence, async () => {
    while (isQuotaRejection(response)) {
      const unused = isKeypair ? await ownKeypairs.takeUnused(compute.evidence) : undefined
      if (unused === undefined)
        throw new InconclusiveError(
          `The quota of the tenant allows no more ${noun}: ${response.status} ${response.text}`,
        )
      await compute.withPhase('cleanup').call('deleteKeypair', { path: { keypairName: unused } })
      response = await sendOnce()
    }
    return isKeypair && response.isSuccess && name !== '' && !request.isShared ? name : undefined
  })
  return response
}
