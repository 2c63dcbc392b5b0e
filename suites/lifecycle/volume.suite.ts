/**
 * A volume is attached to a server, cannot be attached a second time, and is detached.
 */
import { assume, describe, test, verifies } from '#harness'
import {
  awaitAttached,
  findAttachment,
  hasVolume,
  verifyDetach,
  withVolumeAndServer,
} from '../support/volume-attachment.ts'

describe('Lifecycle of a volume attachment', () => {
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
    async ({ given, compute, step, verify }) => {
      await withVolumeAndServer({ given, compute }, async (attachment) => {
        const { serverId, volumeId } = attachment
        const attach = () =>
          compute.call('attachVolume', { path: { serverId }, body: { volumeAttachment: { volumeId } } })

        await step('attach the volume', async () => {
          verify('attachments.create.path').isSuccess(await attach())
          verify('attachments.create.path').pass('collection')
          const find = () => findAttachment(compute, attachment)
          await verify('attachments.create.attaches').eventually(find, hasVolume(volumeId), 'attach')
          assume(await awaitAttached(compute, attachment), 'The volume was not in use in time.')
        })

        await step('attach it a second time', async () => {
          verify.soft('attachments.create.twice-refused').hasListedStatus(await attach())
        })

        await step('detach it', async () => {
          const shown = await verifyDetach(verify('attachments.delete.detaches'), compute, attachment)
          verify.soft('status.not-found').hasListedStatus(shown)
          const path = { serverId, volumeId }
          verify('attachments.unknown-refused').isRejected(await compute.call('detachVolume', { path }))
        })
      })
    },
  )
})
