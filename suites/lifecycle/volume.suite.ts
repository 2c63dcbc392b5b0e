/**
 * A volume is attached to a server, cannot be attached again meanwhile, and is detached.
 */
import { type Answer, arranged, type Check, describe, isRefused, test, verifies } from '#harness'
import { awaitAttached, holding, names, seek } from '../attaching.ts'
import { patiently } from '../polling.ts'

const named =
  (volumeId: string, wanted: boolean): Check =>
  (answer: Answer) =>
    names(answer, volumeId) === wanted
      ? undefined
      : {
          message: wanted ? 'The volume shows nowhere as attached.' : 'The detached volume still shows as attached.',
          at: 'body',
          expected: wanted ? `a mention of ${volumeId}` : `no mention of ${volumeId}`,
          actual: answer.text.slice(0, 500),
        }

describe('Life of a volume attachment', () => {
  test(
    'attaches a volume once, and detaches it',
    verifies(
      'attachments.create.path',
      'attachments.create.attaches',
      'attachments.create.twice-refused',
      'attachments.delete.detaches',
      'status.not-found',
    ),
    async ({ given, compute, target, step, must, should, budget }) => {
      const stand = { given, compute, target, budget }
      await holding(stand, async (held) => {
        const { serverId, volumeId } = held
        const attach = () =>
          compute.call('attachVolume', { path: { serverId }, body: { volumeAttachment: { volumeId } } })

        await step('attach the volume', async () => {
          must('attachments.create.path').succeed(await attach())
          must('attachments.create.path').fulfilled('collection')
          const judge = must('attachments.create.attaches')
          await judge.eventually(() => seek(compute, held), named(volumeId, true), budget.attach)
          arranged((await awaitAttached(stand, held)) || undefined, 'The volume was not in use in time.')
        })

        await step('attach it once more', async () => {
          should('attachments.create.twice-refused').answerAsListed(await attach())
        })

        await step('detach it', async () => {
          const judge = must('attachments.delete.detaches')
          const detach = () => compute.call('detachVolume', { path: { serverId, volumeId } })
          judge.succeed(await patiently(detach, (answer) => answer.succeeded, budget.detach))
          const show = () => compute.call('showVolumeAttachment', { path: { serverId, volumeId } })
          const shown = await judge.eventually(show, isRefused, budget.detach)
          const list = () => compute.call('listVolumeAttachments', { path: { serverId } })
          await judge.eventually(list, named(volumeId, false), budget.detach)
          const server = () => compute.call('showServer', { path: { serverId } })
          await judge.eventually(server, named(volumeId, false), budget.detach)
          should('status.not-found').answerAsListed(shown)
        })
      })
    },
  )
})
