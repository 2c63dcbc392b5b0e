/**
 * DELETE /os-keypairs/{keypairName}: the keypair is deleted, and no other.
 */
import { type ApiResponse, assume, assumeSuccess, describe, isRejected, isSuccess, test, verifies } from '#harness'
import { allFieldsServer } from '../scenarios/all-fields-server.ts'
import { isNoLongerShown } from '../scenarios/scenario.ts'
import { excludesKeypair, listsKeypair, publicKeys, showNewKeypair } from '../support/keypairs.ts'
import { orNone } from '../support/or-none.ts'
import { rejectedWith } from '../support/rejections.ts'

describe('DELETE /os-keypairs/{keypairName}', () => {
  test(
    'removes the keypair from show and list',
    verifies('keypairs.delete.removes'),
    async ({ given, compute, verify }) => {
      const { name } = await given.keypair({ public_key: publicKeys[0] })
      const { name: otherName } = await given.keypair({ public_key: publicKeys[0] })

      const list = () => compute.call('listKeypairs')
      const canShow = (await showNewKeypair(compute, name)).isSuccess
      const before = await list()
      const canList = Array.isArray(before.at('body/keypairs'))
      const isOtherListed = listsKeypair(otherName)(before) === undefined

      const response = await compute.call('deleteKeypair', { path: { keypairName: name } })

      const removes = verify('keypairs.delete.removes')
      removes.isSuccess(response)
      assume(canShow || canList, 'Keypairs can neither be shown nor listed.', 'keypairs.show.by-name')
      const show = () => compute.call('showKeypair', { path: { keypairName: name } })
      if (canShow) {
        const last = await removes.eventually(show, isRejected)
        const mismatch = rejectedWith(404)(last)
        const isAboutCaller = [401, 403, 429].includes(last.status)
        if (mismatch && !isAboutCaller) compute.recordViolation('status.not-found', last, mismatch)
      }
      if (canList) await removes.eventually(list, excludesKeypair(name))
      // A replica may not know the other keypair yet, which no request has read.
      const showOther = () => compute.call('showKeypair', { path: { keypairName: otherName } })
      if (canShow) await removes.eventually(showOther, isSuccess)
      if (isOtherListed) await removes.eventually(list, listsKeypair(otherName))
    },
  )

  test(
    'removes a keypair that a server uses',
    verifies('keypairs.delete.removes'),
    async ({ given, compute, build, verify, has, skip }) => {
      const server = has('server') ? await orNone(allFieldsServer({ given, compute, build })) : undefined
      // Without a server, other tests verify the requirement.
      if (server?.keyRemoval === undefined) return skip('No server was created with a keypair.')
      verify('keypairs.delete.removes').isSuccess(server.keyRemoval)
    },
  )

  test(
    'rejects a name that no keypair has',
    verifies('keypairs.unknown-refused', 'status.not-found'),
    async ({ compute, build, verify }) => {
      const response = await compute.call('deleteKeypair', { path: { keypairName: build.name('absent') } })

      verify('keypairs.unknown-refused').isDenied(response, isRejected)
      verify.soft('status.not-found').hasListedStatus(response)
    },
  )

  test(
    'rejects the name of a deleted keypair, until a new one has this name',
    verifies('keypairs.unknown-refused', 'keypairs.delete.removes'),
    async ({ given, compute, verify }) => {
      // The other tests delete imported keypairs.
      const generated = await orNone(given.keypair())
      const { name } = generated ?? (await given.keypair({ public_key: publicKeys[0] }))
      const path = { keypairName: name }
      const deleted = await compute.call('deleteKeypair', { path })
      assumeSuccess(deleted, 'The keypair cannot be deleted.', 'keypairs.delete.removes')
      const show = () => compute.call('showKeypair', { path })
      const gone = await verify('keypairs.delete.removes').eventually(show, isRejected)
      assume(isNoLongerShown(gone), 'The deleted keypair is still shown.', 'keypairs.delete.removes')

      verify('keypairs.unknown-refused').isDenied(await compute.call('deleteKeypair', { path }), isRejected)
      // The oracle reports a response that shows the deleted keypair in place of the new one.
      const again = { keypair: { name, public_key: publicKeys[1] } }
      const create = () => compute.call('createKeypair', { body: again })
      const isFree = ({ status }: ApiResponse) => status !== 409
      const { value: created } = await compute.poll(create, isFree, 'propagation', 'the name of a deleted keypair')
      const isNew = (shown: ApiResponse) => shown.at('body/keypair/public_key') === publicKeys[1]
      const isDecided = (shown: ApiResponse) => !created.isSuccess || !shown.isSuccess || isNew(shown)
      const { value: shown } = await compute.poll(show, isDecided, 'propagation', 'a keypair that was created again')
      // Another rejection is not about the name.
      if (!isFree(created) && isNoLongerShown(shown)) verify('keypairs.delete.removes').isSuccess(created)
      verify('keypairs.delete.removes').pass()
    },
  )
})
