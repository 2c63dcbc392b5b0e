/**
 * DELETE /os-keypairs/{keypairName}: a client gets rid of a keypair, and of no other.
 */
import { arranged, describe, isRefused, test, verifies } from '#harness'
import { isKeypairList, listsKeypair } from '../keypairs.ts'
import { publicKeys } from '../keys.ts'
import { patiently } from '../polling.ts'
import { isAway } from '../situation.ts'

describe('DELETE /os-keypairs/{keypairName}', () => {
  test(
    'takes the keypair out of show and list',
    verifies('keypairs.delete.removes'),
    async ({ given, compute, must, budget }) => {
      const { name } = await given.keypair({ public_key: publicKeys[0] })
      const { name: bystander } = await given.keypair({ public_key: publicKeys[0] })

      const answer = await compute.call('deleteKeypair', { path: { keypairName: name } })

      const removes = must('keypairs.delete.removes')
      removes.succeed(answer)
      await removes.eventually(
        () => compute.call('showKeypair', { path: { keypairName: name } }),
        isRefused,
        budget.settle,
      )
      const list = () => compute.call('listKeypairs')
      arranged(isKeypairList(await list()) || undefined, 'The keypairs are no list.')
      await removes.eventually(list, listsKeypair(name, false), budget.settle)
      removes.succeed(await compute.call('showKeypair', { path: { keypairName: bystander } }))
    },
  )

  test(
    'does not find a name that no keypair has',
    verifies('keypairs.unknown-refused', 'status.not-found'),
    async ({ compute, draft, must, should }) => {
      const answer = await compute.call('deleteKeypair', { path: { keypairName: draft.name('absent') } })

      must('keypairs.unknown-refused').refuse(answer)
      should('status.not-found').answerAsListed(answer)
    },
  )

  test(
    'does not find a name that no keypair has any more',
    verifies('keypairs.unknown-refused'),
    async ({ given, compute, must, budget }) => {
      const path = { keypairName: (await given.keypair({ public_key: publicKeys[0] })).name }
      await compute.call('deleteKeypair', { path })
      const shown = await patiently(() => compute.call('showKeypair', { path }), isAway, budget.settle)
      arranged(isAway(shown) || undefined, 'The keypair did not go.')

      must('keypairs.unknown-refused').refuse(await compute.call('deleteKeypair', { path }))
    },
  )
})
