/**
 * GET /servers/{serverId}/os-volume_attachments: the attached volumes, and their pages.
 */
import {
  allOf,
  assume,
  type ComputeClient,
  deleteVolume,
  describe,
  hasStatus,
  hasValueMatching,
  isRejected,
  isSuccess,
  type Matcher,
  members,
  test,
  verifies,
} from '#harness'
import { asText } from '../support/as-text.ts'
import {
  attachmentsPointer,
  foreignAttachments,
  formatIds,
  type ListAttachments,
  verifySlices,
  volumeIdsIn,
} from '../support/attachment-slices.ts'
import { listFoundAttachments } from '../support/found-attachments.ts'
import { mentionsVolume } from '../support/shown-volumes.ts'
import { attach, detachAndWait, verifyDetach, withVolumeAndServer } from '../support/volume-attachment.ts'
import { createVolume, hasVolumeService } from '../support/volumes.ts'

const volumesAttachedPointer = 'body/server/os-extended-volumes:volumes_attached'

/** Matches a list with the volume. The OpenAPI description covers elements without ids. */
const listsVolume =
  (volumeId: string): Matcher =>
  (response) =>
    mentionsVolume(response, volumeId)
      ? undefined
      : {
          message: 'The list leaves out an attached volume.',
          at: attachmentsPointer,
          expected: `an element for the volume ${volumeId}`,
          actual: formatIds(volumeIdsIn(response)),
        }

/**
 * Matches a list with the same volumes as `volumes_attached`, except that one of the two may have one more: the root volume, which is
 * not `volumeId`.
 */
const agreesWithList =
  (listed: readonly string[], volumeId: string): Matcher =>
  (response) => {
    const ids = members(response, volumesAttachedPointer, 'id')
    const shown = ids.map(asText)
    // servers.volumes-attached and servers.volumes-attached.id cover a missing array and missing ids.
    if (!Array.isArray(response.at(volumesAttachedPointer)) || ids.some((id) => typeof id !== 'string'))
      return undefined
    const different = [...shown.filter((id) => !listed.includes(id)), ...listed.filter((id) => !shown.includes(id))]
    if (different.length <= 1 && !different.includes(volumeId)) return undefined
    return {
      message: 'showServer and the list of attachments have different volumes.',
      at: volumesAttachedPointer,
      expected: `${listed.join(', ')}, with or without the root volume`,
      actual: shown.join(', '),
    }
  }

/** Calls `use` while the server has one more volume, which is created in the volume service and deleted afterwards. */
async function withSecondVolume(compute: ComputeClient, serverId: string, use: () => Promise<void>): Promise<void> {
  const volumeId = await createVolume(compute.withPhase('arrange'))
  try {
    await attach(compute, { serverId, volumeId })
    await use()
  } finally {
    await detachAndWait(compute, { serverId, volumeId })
    await deleteVolume(compute.withPhase('cleanup'), volumeId)
  }
}

describe('GET /servers/{serverId}/os-volume_attachments', () => {
  test(
    'lists an attached volume, applies limit and offset, and agrees with showServer',
    verifies(
      'attachments.list.answers',
      'attachments.list.limit',
      'attachments.list.offset',
      'servers.volumes-attached.agrees',
      'attachments.delete.detaches',
    ),
    async ({ given, compute, verify }) => {
      await withVolumeAndServer({ given, compute }, async (attachment) => {
        await attach(compute, attachment)
        const { serverId, volumeId } = attachment
        const path = { serverId }
        const list: ListAttachments = (query = {}) => compute.call('listVolumeAttachments', { path, query })
        const showServer = () => compute.call('showServer', { path })

        const all = await listFoundAttachments(compute, serverId)

        const answers = verify('attachments.list.answers')
        answers.isSuccess(all)
        // attachments.list.array covers a missing array.
        assume(Array.isArray(all.at(attachmentsPointer)), 'The attachments are not an array.', 'attachments.list.array')
        const listed = await answers.eventually(list, listsVolume(volumeId))
        const foreign = foreignAttachments(listed, await showServer(), serverId)
        answers.holds(foreign.length === 0, listed, {
          message: `The list has ${foreign.length} attachments of other servers.`,
          at: attachmentsPointer,
          expected: `attachments of the server ${serverId}`,
          actual: JSON.stringify(foreign),
        })
        verify.complete('attachments.list.answers')

        const agrees = agreesWithList(volumeIdsIn(listed), volumeId)
        await verify.soft('servers.volumes-attached.agrees').eventually(showServer, agrees)
        verify.complete('servers.volumes-attached.agrees')

        const ids = volumeIdsIn(await list())
        const verifyWithAll = async () => verifySlices(verify, compute, list, volumeIdsIn(await list()))
        const canHaveTwo = ids.length > 1 || hasVolumeService(compute)
        if (ids.length > 1 || !canHaveTwo) await verifyWithAll()
        else await withSecondVolume(compute, serverId, verifyWithAll)
        if (canHaveTwo) verify.complete('attachments.list.limit', 'attachments.list.offset')

        // Detached here as well: if the volume cannot be detached, the other tests with it end before they try.
        await verifyDetach(verify.soft('attachments.delete.detaches'), compute, attachment)
        verify.complete('attachments.delete.detaches')
        assume(canHaveTwo, 'The server has one volume in the list, but limit and offset need two.')
      })
    },
  )

  test(
    'returns an array for a server that may have no volume',
    verifies('attachments.list.array'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ anyStatus: true })

      const response = await listFoundAttachments(compute, server.id)

      const failure = isSuccess(response)
      if (failure) compute.recordViolation('attachments.list.answers', response, failure)
      assume(failure === undefined, 'The attachments cannot be listed.', 'attachments.list.answers')
      const isArray = hasValueMatching(attachmentsPointer, 'an array', Array.isArray)
      verify('attachments.list.array').matches(response, isArray)
    },
  )

  test(
    'rejects a limit or offset that is not a natural number',
    verifies('attachments.bad-query-refused'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ anyStatus: true })

      for (const query of [{ limit: -1 }, { limit: 'many' }, { offset: -1 }, { offset: 'few' }]) {
        const rejected = await compute.call('listVolumeAttachments', { path: { serverId: server.id }, query })

        verify.soft('attachments.bad-query-refused').isDenied(rejected, allOf(isRejected, hasStatus(400)))
      }
    },
  )
})
