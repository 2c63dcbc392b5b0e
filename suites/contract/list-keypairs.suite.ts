/**
 * GET /os-keypairs: a client finds the keypairs it has made.
 */
import { describe, test, verifies } from '#harness'
import { listsKeypair } from '../keypairs.ts'
import { publicKeys } from '../keys.ts'

describe('GET /os-keypairs', () => {
  test(
    'lists a keypair that was created',
    verifies('keypairs.list.answers'),
    async ({ given, compute, must, budget }) => {
      const { name } = await given.keypair({ public_key: publicKeys[0] })

      const list = () => compute.call('listKeypairs')

      await must('keypairs.list.answers').eventually(list, listsKeypair(name), budget.settle)
    },
  )
})
