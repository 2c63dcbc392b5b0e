/**
 * GET /os-keypairs: the keypairs that were created.
 */
import { assume, describe, InconclusiveError, test, verifies } from '#harness'
import { isKeypairList, listsKeypair, publicKeys } from '../support/keypairs.ts'
import { assumeResult, orInconclusive, orNone } from '../support/or-none.ts'

describe('GET /os-keypairs', () => {
  test(
    'lists an imported and a generated keypair',
    verifies('keypairs.list.answers'),
    async ({ given, compute, verify }) => {
      const list = () => compute.call('listKeypairs')
      const answers = verify('keypairs.list.answers')
      answers.isSuccess(await list())
      const imported = await orInconclusive(given.keypair({ public_key: publicKeys[0] }))
      const generated = await orNone(given.keypair())
      const { name } = generated ?? assumeResult(imported)
      const names = new Set(imported instanceof InconclusiveError ? [name] : [imported.name, name])
      assume(isKeypairList(await list()), 'The keypairs are not an array.', 'keypairs.list.array')
      for (const name of names) await answers.eventually(list, listsKeypair(name))
    },
  )
})
