/**
 * GET /os-keypairs: a client finds the keypairs it has made.
 */
import { assume, describe, test, verifies } from '#harness'
import { isKeypairList, listsKeypair } from '../support/keypairs.ts'
import { publicKeys } from '../support/ssh-keys.ts'

describe('GET /os-keypairs', () => {
  test(
    'lists a keypair that was registered, and one that was generated',
    verifies('keypairs.list.answers'),
    async ({ given, compute, verify, timeouts }) => {
      const names = [(await given.keypair({ public_key: publicKeys[0] })).name, (await given.keypair()).name]

      const list = () => compute.call('listKeypairs')

      assume(isKeypairList(await list()), 'The keypairs are no list.')
      for (const name of names)
        await verify('keypairs.list.answers').eventually(list, listsKeypair(name), timeouts.propagation)
    },
  )
})
