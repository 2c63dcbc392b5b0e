/**
 * GET /os-keypairs: the keypairs that were created.
 */
import { assume, describe, test, verifies } from '#harness'
import { isKeypairList, listsKeypair, publicKeys } from '../support/keypairs.ts'
import { orNone } from '../support/or-none.ts'

describe('GET /os-keypairs', () => {
  test(
    'lists an imported and a generated keypair',
    verifies('keypairs.list.answers'),
    async ({ given, compute, verify }) => {
      const list = () => compute.call('listKeypairs')
      const answers = verify('keypairs.list.answers')
      answers.isSuccess(await list())
      const keypairs = [await orNone(given.keypair({ public_key: publicKeys[0] })), await orNone(given.keypair())]
      const names = keypairs.flatMap((keypair) => keypair?.name ?? [])

      assume(names.length > 0, 'No keypair can be created.', 'keypairs.create.imports')
      assume(isKeypairList(await list()), 'The keypairs are not an array.', 'keypairs.list.array')
      for (const name of names) await answers.eventually(list, listsKeypair(name))
    },
  )
})
