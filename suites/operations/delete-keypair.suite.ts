/**
 * DELETE /os-keypairs/{keypairName}: a client gets rid of a keypair, and of no other.
 */
import { assume, describe, isRejected, test, verifies } from '#harness'
import { isGone } from '../scenarios/scenario.ts'
import { isKeypairList, listsKeypair } from '../support/keypairs.ts'
import { pollUntilSettled } from '../support/polling.ts'
import { publicKeys } from '../support/ssh-keys.ts'

describe('DELETE /os-keypairs/{keypairName}', () => {
  test(
    'takes the keypair out of show and list',
    verifies('keypairs.delete.removes'),
    async ({ given, compute, verify, timeouts }) => {
      const { name } = await given.keypair({ public_key: publicKeys[0] })
      const { name: bystander } = await given.keypair({ public_key: publicKeys[0] })

      const response = await compute.call('deleteKeypair', { path: { keypairName: name } })

      const removes = verify('keypairs.delete.removes')
      removes.isSuccess(response)
      await removes.eventually(
        () => compute.call('showKeypair', { path: { keypairName: name } }),
        isRejected,
        timeouts.propagation,
      )
      const list = () => compute.call('listKeypairs')
      assume(isKeypairList(await list()), 'The keypairs are no list.')
      await removes.eventually(list, listsKeypair(name, false), timeouts.propagation)
      removes.isSuccess(await compute.call('showKeypair', { path: { keypairName: bystander } }))
    },
  )

  test(
    'does not find a name that no keypair has',
    verifies('keypairs.unknown-refused', 'status.not-found'),
    async ({ compute, build, verify }) => {
      const response = await compute.call('deleteKeypair', { path: { keypairName: build.name('absent') } })

      verify('keypairs.unknown-refused').isRejected(response)
      verify.soft('status.not-found').hasListedStatus(response)
    },
  )

  test(
    'does not find a name that no keypair has any more',
    verifies('keypairs.unknown-refused'),
    async ({ given, compute, verify, timeouts }) => {
      const path = { keypairName: (await given.keypair({ public_key: publicKeys[0] })).name }
      await compute.call('deleteKeypair', { path })
      const shown = await pollUntilSettled(() => compute.call('showKeypair', { path }), isGone, timeouts.propagation)
      assume(isGone(shown), 'The keypair did not go.')

      verify('keypairs.unknown-refused').isRejected(await compute.call('deleteKeypair', { path }))
    },
  )
})
