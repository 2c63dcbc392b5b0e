/**
 * GET /os-keypairs: the keypairs that were created.
 */
import { assume, describe, test, verifies } from '#harness'
import { isKeypairList, listsKeypair, publicKeys } from '../support/keypairs.ts'

describe('GET /os-keypairs', () => {
  test(
    'lists an imported and a generated keypair',
    verifies('keypairs.list.answers'),
    async ({ given, compute, verify }) => {
      const names = [(await given.keypair({ public_key: publicKeys[0] })).name, (await given.keypair()).name]

      const list = () => compute.call('listKeypairs')

      assume(isKeypairList(await list()), 'The keypairs are not an array.', 'keypairs.list.array')
      for (const name of names) await verify('keypairs.list.answers').eventually(list, listsKeypair(name))
    },
  )
})
