/**
 * GET /servers/{serverId}/os-volume_attachments: what a client may rely on when it looks for the volumes of a server.
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

const volumes = (response: ApiResponse): string[] => members(response, 'body/volumeAttachments', 'volumeId').map(String)

/** Whether there is an array at all: that there has to be one is judged by itself. */
const isArray = (response: ApiResponse): boolean => Array.isArray(response.at('body/volumeAttachments'))

/** As many as are wanted at most, and none that is not one of these. */
const partOf = (some: readonly string[], most: number): Matcher =>
  hasValueMatching('body/volumeAttachments', `at most ${most} of the volumes ${some.join(', ') || 'none'}`, (value) => {
    if (!Array.isArray(value) || value.length > most) return false
    const ids = value.map((one) => resolvePointer(one, 'one/volumeId'))
    // An element without its id is judged by itself.
    return ids.every((id) => typeof id !== 'string' || some.includes(id))
  })

/** None of these is left out. */
const leaves = (some: readonly string[]): Matcher =>
  hasValueMatching('body/volumeAttachments', `the volumes ${some.join(', ')}`, (value) => {
    const ids = Array.isArray(value) ? value.map((one) => resolvePointer(one, 'one/volumeId')) : []
    return ids.some((id) => typeof id !== 'string') || some.every((id) => ids.includes(id))
  })

/** `volumes_attached` and the list name the same volumes, apart from one more in either: the root volume. */
const agrees =
  (listed: readonly string[], volumeId: string): Matcher =>
  (response) => {
    const pointer = 'body/server/os-extended-volumes:volumes_attached'
    const ids = members(response, pointer, 'id')
    const shown = ids.map(String)
    // A list that is missing or names no volumes is for the contract to judge.
    if (!Array.isArray(response.at(pointer)) || ids.some((id) => typeof id !== 'string')) return undefined
    const apart = [...shown.filter((id) => !listed.includes(id)), ...listed.filter((id) => !shown.includes(id))]
    if (apart.length <= 1 && !apart.includes(volumeId)) return undefined
    return {
      message: 'The server and the list of its attachments name different volumes.',
      at: pointer,
      expected: `${listed.join(', ')}, with or without the root volume`,
      actual: shown.join(', '),
    }
  }

describe('GET /servers/{serverId}/os-volume_attachments', () => {
  test(
    'lists a volume that is attached, by the page if asked, and the server names the same ones',
    verifies(
      'attachments.list.answers',
      'attachments.list.limit',
      'attachments.list.offset',
      'servers.volumes-attached.agrees',
      'attachments.delete.detaches',
    ),
    async ({ given, compute, target, verify, timeouts }) => {
      const stand = { given, compute, target, timeouts }
      await withVolumeAndServer(stand, async (held) => {
        await attach(stand, held)
        const path = { serverId: held.serverId }
        const list = (query = {}) => compute.call('listVolumeAttachments', { path, query })

        const all = await list()

        verify('attachments.list.answers').isSuccess(all)
        verify('attachments.list.answers').holds(!isArray(all) || mentionsVolume(all, held.volumeId), all, {
          message: 'The list leaves out a volume that is attached.',
          at: 'body/volumeAttachments',
          expected: `an element for the volume ${held.volumeId}`,
          actual: volumes(all).join(', ') || 'none',
        })
        assume(isArray(all), 'The attachments are no array.')

        verify.soft('attachments.list.limit').matches(await list({ limit: 1 }), partOf(volumes(all), 1))
        const whole = await list({ offset: 0 })
        verify.soft('attachments.list.offset').holds(volumes(whole).join() === volumes(all).join(), whole, {
          message: 'An offset of 0 does not give the whole list.',
          at: 'body/volumeAttachments',
          expected: volumes(all).join(', '),
          actual: volumes(whole).join(', '),
        })
        verify.soft('attachments.list.offset').matches(await list({ offset: 1000 }), partOf([], 0))
        // Nova counts a root disk on the host, which it does not list: one volume alone does not tell what is counted.
        const rest = volumes(all).slice(1)
        if (rest.length > 0) {
          verify
            .soft('attachments.list.offset')
            .matches(await list({ offset: 1 }), partOf(rest, rest.length), leaves(rest))
          verify.soft('attachments.list.offset').matches(await list({ limit: 1, offset: 1 }), partOf(rest, rest.length))
        }

        const show = () => compute.call('showServer', { path })
        const assertion = verify.soft('servers.volumes-attached.agrees')
        await assertion.eventually(show, agrees(volumes(all), held.volumeId), timeouts.propagation)

        // Judged here too: a volume that cannot be detached is free for no other test.
        await verifyDetach(verify('attachments.delete.detaches'), stand, held)
      })
    },
  )

  test(
    'has an array for a server that may have no volume',
    verifies('attachments.list.array'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const response = await compute.call('listVolumeAttachments', { path: { serverId: server.id } })

      verify('attachments.list.array').matches(
        response,
        hasValueMatching('body/volumeAttachments', 'an array', Array.isArray),
      )
    },
  )

  test(
    'refuses a limit or offset that is no natural number',
    verifies('attachments.bad-query-refused'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      for (const query of [{ limit: -1 }, { limit: 'many' }, { offset: -1 }, { offset: 'few' }]) {
        const refused = await compute.call('listVolumeAttachments', { path: { serverId: server.id }, query })

        verify.soft('attachments.bad-query-refused').matches(refused, isRejected, hasStatus(400))
      }
    },
  )
})
