import { InconclusiveError } from '../errors.ts'
import type { ApiResponse } from './api-response.ts'
import type { ComputeClient } from './compute-client.ts'
import { createdKeypairName } from './created-resource.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { isQuotaRejection } from './quota.ts'
import { keypairExists, sendUnlessCreated } from './resend.ts'

/**
 * Creates a keypair. Where the tenant's quota does not allow it, a keypair is deleted that no test of the run needs any more.
 * @throws InconclusiveError when there is none
 */
export async function createKeypairWithinQuota(
  compute: ComputeClient,
  request: OutgoingRequest,
  send: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  const { clock, ownKeypairs } = compute.run
  const name = createdKeypairName(request.content)
  // A name that exists is rejected; it may be that of an earlier keypair.
  const exists = async (isLost: boolean) => isLost && keypairExists(compute, name)
  let response = await sendUnlessCreated(send, name, exists, clock)
  await ownKeypairs.create(compute.evidence, async () => {
    while (isQuotaRejection(response)) {
      const unused = await ownKeypairs.takeUnused(compute.evidence)
      if (unused === undefined)
        throw new InconclusiveError(
          `The quota of the tenant allows no more keypairs: ${response.status} ${response.text}`,
        )
      await compute.withPhase('cleanup').call('deleteKeypair', { path: { keypairName: unused } })
      response = await sendUnlessCreated(send, name, exists, clock)
    }
    return response.isSuccess && name !== '' && !request.isShared ? name : undefined
  })
  return response
}
