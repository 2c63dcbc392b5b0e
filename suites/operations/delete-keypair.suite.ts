/**
 * DELETE /os-keypairs/{keypairName}: a client gets rid of a keypair, and of no other.
 */
import { assumeDefined, describe, isRejected, test, verifies } from '#harness'
import { isGone } from '../scenarios/scenario.ts'
import { isKeypairList, listsKeypair } from '../support/keypairs.ts'
import { pollUntilSettled } from '../support/polling.ts'
import { publicKeys } from '../support/ssh-keys.ts'

describe('DELETE /os-keypairs/{keypairName}', () => {
  test(
    'takes the keypair out of show and list',
    verifies('keypairs.delete.removes'),
    async ({ given, compute, must, budget }) => {
      const { name } = await given.keypair({ public_key: publicKeys[0] })
      const { name: bystander } = await given.keypair({ public_key: publicKeys[0] })

      const answer = await compute.call('deleteKeypair', { path: { keypairName: name } })

      const removes = must('keypairs.delete.removes')
      removes.isSuccess(answer)
      await removes.eventually(
        () => compute.call('showKeypair', { path: { keypairName: name } }),
        isRejected,
        budget.propagation,
      )
      const list = () => compute.call('listKeypairs')
      assumeDefined(isKeypairList(await list()) || undefined, 'The keypairs are no list.')
      await removes.eventually(list, listsKeypair(name, false), budget.propagation)
      removes.isSuccess(await compute.call('showKeypair', { path: { keypairName: bystander } }))
    },
  )

  test(
    'does not find a name that no keypair has',
    verifies('keypairs.unknown-refused', 'status.not-found'),
    async ({ compute, draft, must, should }) => {
      const answer = await compute.call('deleteKeypair', { path: { keypairName: draft.name('absent') } })

      must('keypairs.unknown-refused').isRejected(answer)
      should('status.not-found').hasListedStatus(answer)
    },
  )

  test(
    'does not find a name that no keypair has any more',
    verifies('keypairs.unknown-refused'),
    async ({ given, compute, must, budget }) => {
      const path = { keypairName: (await given.keypair({ public_key: publicKeys[0] })).name }
      await compute.call('deleteKeypair', { path })
      const shown = await pollUntilSettled(() => compute.call('showKeypair', { path }), isGone, budget.propagation)
      assumeDefined(isGone(shown) || undefined, 'The keypair did not go.')

      must('keypairs.unknown-refused').isRejected(await compute.call('deleteKeypair', { path }))
    },
  )
})
