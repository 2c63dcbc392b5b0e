/**
 * A volume is attached to a server, cannot be attached a second time, and is detached.
 */
import { assume, assumeDefined, describe, isRejected, test, verifies } from '#harness'
import { findMissingView, type MissingView } from '../support/attachment-views.ts'
import { attachAgain } from '../support/double-attachment.ts'
import { independentSteps } from '../support/independent-steps.ts'
import { orNone } from '../support/or-none.ts'
import { recordIfAccepted } from '../support/rejections.ts'
import { addOtherGroup } from '../support/security-groups.ts'
import { verifySameInDetail } from '../support/servers/agreement-checks.ts'
import { hasVolume } from '../support/shown-volumes.ts'
import {
  attachPathVariant,
  attachVolume,
  awaitAttached,
  detachAndWait,
  findAttachment,
  verifyDetach,
  withVolumeAndServer,
} from '../support/volume-attachment.ts'
import { watchVolumeOverPowerActions } from '../support/volume-over-power-actions.ts'

/** Returns a function that runs a step the first time it is called. */
function once(step: () => Promise<void>): () => Promise<void> {
  let isDone = false
  return async () => {
    if (isDone) return
    isDone = true
    await step()
  }
}

describe('Lifecycle of a volume attachment', () => {
  test(
    'attaches a volume once, and detaches it',
    verifies(
      'attachments.create.path',
      'attachments.create.attaches',
      'attachments.create.twice-refused',
      'attachments.delete.detaches',
      'attachments.unknown-refused',
      'servers.show.equals-detail',
      'status.not-found',
    ),
    async ({ given, compute, step, target, verify }) => {
      await withVolumeAndServer({ given, compute }, async (attachment) => {
        const { serverId, volumeId } = attachment
        const path = { serverId, volumeId }
        const { attempt, end } = independentSteps(step)
        let missingView: MissingView | undefined
        // Neither the attachment nor the detachment of a volume may remove it.
        const removeGroup = once(await addOtherGroup(compute, serverId))

        await step('attach the volume', async () => {
          const body = { volumeAttachment: { volumeId } }
          const foreignAttach =
            target.other && (await orNone(compute.call('attachVolume', { path: { serverId }, body, ...target.other })))
          if (recordIfAccepted(compute, 'access.tenant-isolation', foreignAttach))
            await detachAndWait(compute, attachment)
          verify('attachments.create.path').isSuccess(await attachVolume(compute, attachment))
          verify('attachments.create.path').pass(attachPathVariant(compute))
          verify.complete('attachments.create.path')
          const find = () => findAttachment(compute, attachment)
          const isInUse = await awaitAttached(compute, attachment)
          await verify('attachments.create.attaches').eventually(find, hasVolume(volumeId))
          assume(isInUse, 'The volume was not in use in time.', 'attachments.create.attaches')
          missingView = await findMissingView(compute, attachment)
          if (!missingView) verify.complete('attachments.create.attaches')
        })

        await attempt('compare the server with the detailed list', async () => {
          const shown = await compute.call('showServer', { path: { serverId } })
          const name = assumeDefined(shown.string('body/server/name'), 'The server shows no name.', 'servers.name')
          await verifySameInDetail(verify, compute, { id: serverId, name })
          verify.complete('servers.show.equals-detail')
        })

        await step('attach it a second time', async () => {
          const second = await attachVolume(compute, attachment)
          verify.soft('attachments.create.twice-refused').hasListedStatus(second)
          // A rejected request must have no effect.
          const find = () => findAttachment(compute, attachment)
          if (second.isSuccess) await attachAgain(compute, attachment)
          else await verify('attachments.create.twice-refused').eventually(find, hasVolume(volumeId))
          verify.complete('attachments.create.twice-refused')
        })

        await step('detach it', async () => {
          const foreignDetach = target.other && (await orNone(compute.call('detachVolume', { path, ...target.other })))
          const isDetached = recordIfAccepted(compute, 'access.tenant-isolation', foreignDetach)
          assume(!isDetached, 'Another tenant could detach the volume.', 'access.tenant-isolation')
          const detaches = verify.soft('attachments.delete.detaches')
          const shown = await verifyDetach(detaches, compute, attachment)
          verify.complete('attachments.delete.detaches')
          // Other tests verify the rest, too.
          if (!shown) return compute.skip('The volume cannot be detached.')
          const again = await compute.call('detachVolume', { path })
          verify('attachments.unknown-refused').isDenied(again, isRejected)
          for (const response of [shown, again]) verify.soft('status.not-found').hasListedStatus(response)
          verify.complete('status.not-found')
          verify.complete('attachments.unknown-refused')
        })
        await attempt('attach it to the stopped server, and reboot the server without it', () =>
          watchVolumeOverPowerActions(compute, attachment, removeGroup),
        )
        await removeGroup()
        assume(missingView === undefined, missingView?.message ?? '', missingView?.requirement)
        end()
      })
    },
  )
})
