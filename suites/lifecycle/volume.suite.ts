/**
 * A volume is attached to a server, cannot be attached again meanwhile, and is detached.
 */
import { assume, describe, test, verifies } from '#harness'
import {
  awaitAttached,
  findAttachment,
  named,
  verifyDetach,
  withVolumeAndServer,
} from '../support/volume-attachment.ts'

describe('Life of a volume attachment', () => {
  test(
    'attaches a volume once, and detaches it',
    verifies(
      'attachments.create.path',
      'attachments.create.attaches',
      'attachments.create.twice-refused',
      'attachments.delete.detaches',
      'attachments.unknown-refused',
      'status.not-found',
    ),
    async ({ given, compute, target, step, verify, timeouts }) => {
      const stand = { given, compute, target, timeouts }
      await withVolumeAndServer(stand, async (held) => {
        const { serverId, volumeId } = held
        const attach = () =>
          compute.call('attachVolume', { path: { serverId }, body: { volumeAttachment: { volumeId } } })

        await step('attach the volume', async () => {
          verify('attachments.create.path').isSuccess(await attach())
          verify('attachments.create.path').pass('collection')
          const assertion = verify('attachments.create.attaches')
          await assertion.eventually(() => findAttachment(compute, held), named(volumeId, true), timeouts.attach)
          assume(await awaitAttached(stand, held), 'The volume was not in use in time.')
        })

        await step('attach it once more', async () => {
          verify.soft('attachments.create.twice-refused').hasListedStatus(await attach())
        })

        await step('detach it', async () => {
          const shown = await verifyDetach(verify('attachments.delete.detaches'), stand, held)
          verify.soft('status.not-found').hasListedStatus(shown)
          verify('attachments.unknown-refused').isRejected(
            await compute.call('detachVolume', { path: { serverId, volumeId } }),
          )
        })
      })
    },
  )
})
