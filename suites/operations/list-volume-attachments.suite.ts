/**
 * GET /servers/{serverId}/os-volume_attachments: the attached volumes, and their pages.
 */
import {
  type ApiResponse,
  assume,
  describe,
  hasStatus,
  hasValueMatching,
  isRejected,
  type Matcher,
  members,
  resolvePointer,
  test,
  verifies,
} from '#harness'
import { attach, mentionsVolume, verifyDetach, withVolumeAndServer } from '../support/volume-attachment.ts'

const attachmentsPointer = 'body/volumeAttachments'

const volumeIdsIn = (response: ApiResponse): string[] => members(response, attachmentsPointer, 'volumeId').map(String)

const formatIds = (ids: readonly string[]): string => ids.join(', ') || 'none'

/** At most `limit` attachments, all of these volumes. attachments.volume-id covers an id that is not a string. */
const hasAtMost = (ids: readonly string[], limit: number): Matcher =>
  hasValueMatching(attachmentsPointer, `at most ${limit} of the volumes ${formatIds(ids)}`, (value) => {
    if (!Array.isArray(value) || value.length > limit) return false
    const volumeIds = value.map((attachment) => resolvePointer(attachment, 'attachment/volumeId'))
    return volumeIds.every((id) => typeof id !== 'string' || ids.includes(id))
  })

/** All these volumes are listed. */
const hasAll = (ids: readonly string[]): Matcher =>
  hasValueMatching(attachmentsPointer, `the volumes ${ids.join(', ')}`, (value) => {
    const attachments: readonly unknown[] = Array.isArray(value) ? value : []
    const volumeIds = attachments.map((attachment) => resolvePointer(attachment, 'attachment/volumeId'))
    return volumeIds.some((id) => typeof id !== 'string') || ids.every((id) => volumeIds.includes(id))
  })

/**
 * `volumes_attached` has the listed volumes, except that one of the two may have one volume more: the root volume. It
 * may not be `volumeId`.
 */
const agreesWithList =
  (listed: readonly string[], volumeId: string): Matcher =>
  (response) => {
    const pointer = 'body/server/os-extended-volumes:volumes_attached'
    const ids = members(response, pointer, 'id')
    const shown = ids.map(String)
    // servers.volumes-attached and servers.volumes-attached.id cover a missing array and missing ids.
    if (!Array.isArray(response.at(pointer)) || ids.some((id) => typeof id !== 'string')) return undefined
    const different = [...shown.filter((id) => !listed.includes(id)), ...listed.filter((id) => !shown.includes(id))]
    if (different.length <= 1 && !different.includes(volumeId)) return undefined
    return {
      message: 'showServer and the list of attachments have different volumes.',
      at: pointer,
      expected: `${listed.join(', ')}, with or without the root volume`,
      actual: shown.join(', '),
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
        const path = { serverId: attachment.serverId }
        const list = (query = {}) => compute.call('listVolumeAttachments', { path, query })

        const all = await list()

        const ids = volumeIdsIn(all)
        verify('attachments.list.answers').isSuccess(all)
        const isArray = Array.isArray(all.at(attachmentsPointer))
        verify('attachments.list.answers').holds(!isArray || mentionsVolume(all, attachment.volumeId), all, {
          message: 'The list leaves out an attached volume.',
          at: attachmentsPointer,
          expected: `an element for the volume ${attachment.volumeId}`,
          actual: formatIds(ids),
        })
        // attachments.list.array covers a missing array.
        assume(isArray, 'The attachments are not an array.')

        verify.soft('attachments.list.limit').matches(await list({ limit: 1 }), hasAtMost(ids, 1))
        const offset = verify.soft('attachments.list.offset')
        const fromStart = await list({ offset: 0 })
        offset.holds(volumeIdsIn(fromStart).join() === ids.join(), fromStart, {
          message: 'offset=0 does not return the whole list.',
          at: attachmentsPointer,
          expected: ids.join(', '),
          actual: volumeIdsIn(fromStart).join(', '),
        })
        offset.matches(await list({ offset: 1000 }), hasAtMost([], 0))
        // Nova counts a root disk on the host, which it does not list. So offset=1 may return the only volume.
        const rest = ids.slice(1)
        if (rest.length > 0) {
          offset.matches(await list({ offset: 1 }), hasAtMost(rest, rest.length), hasAll(rest))
          offset.matches(await list({ limit: 1, offset: 1 }), hasAtMost(rest, rest.length))
        }

        const showServer = () => compute.call('showServer', { path })
        const agrees = agreesWithList(ids, attachment.volumeId)
        await verify.soft('servers.volumes-attached.agrees').eventually(showServer, agrees)

        // Detached here, too: when the volume cannot be detached, the other tests with the volume end before they
        // detach it.
        await verifyDetach(verify('attachments.delete.detaches'), compute, attachment)
      })
    },
  )

  test(
    'returns an array for a server that may have no volume',
    verifies('attachments.list.array'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const response = await compute.call('listVolumeAttachments', { path: { serverId: server.id } })

      const isArray = hasValueMatching(attachmentsPointer, 'an array', Array.isArray)
      verify('attachments.list.array').matches(response, isArray)
    },
  )

  test(
    'rejects a limit or offset that is not a natural number',
    verifies('attachments.bad-query-refused'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      for (const query of [{ limit: -1 }, { limit: 'many' }, { offset: -1 }, { offset: 'few' }]) {
        const rejected = await compute.call('listVolumeAttachments', { path: { serverId: server.id }, query })

        verify.soft('attachments.bad-query-refused').matches(rejected, isRejected, hasStatus(400))
      }
    },
  )
})
