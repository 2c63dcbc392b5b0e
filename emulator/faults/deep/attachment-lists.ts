import { readAttachmentSlice, serversToList } from '../../services/compute/servers/attachments.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'
import { changedList, fixed, isObject } from '../edits.ts'
import { mutateBody, mutateResponse } from '../mutators.ts'
import { completedWith } from './conditions.ts'

/** Faults in which attachments are shown for the wrong server, or after they were detached. */
export const attachmentListFaults = [
  defineFault(
    'deep-devices-by-position',
    'attachments.device',
    'The list of attachments numbers the devices by the position of the volumes.',
    mutateBody(
      'attachments.list',
      '',
      changedList('volumeAttachments', (all) =>
        all.map((one, index) =>
          isObject(one) && one['device'] !== '/dev/vda'
            ? fixed('device', `/dev/vd${'abcdefgh'.charAt(index) || 'z'}`)(one)
            : one,
        ),
      ),
    ),
  ),
  defineFault(
    'deep-attachments-offset-at-end-repeats',
    'attachments.list.offset',
    'With an offset of the number of attachments, the list has the last one.',
    readAttachmentSlice.override((original, call) => {
      const slice = original(call)
      const count = call.cloud.servers.get(call.param('server'))?.attachments.length ?? 0
      return slice.offset === count && count > 0 ? { ...slice, offset: count - 1 } : slice
    }),
  ),
  defineStatefulFault(
    'deep-detached-from-stopped-shown',
    'attachments.delete.detaches',
    'A volume that was detached from a stopped server is still shown by itself.',
    () => {
      const shown = new Map<string, string>()
      const stopped = new Set<string>()
      return [
        mutateResponse('attachments.show', (response, { request }) => {
          const path = new URL(request.url).pathname
          const known = shown.get(path)
          if (response.status === 200) shown.set(path, JSON.stringify(response.body))
          if (response.status !== 404 || known === undefined) return response
          const [, serverId = '', volumeId = ''] = /servers\/([^/]+)\/os-volume_attachments\/([^/]+)/.exec(path) ?? []
          const volumeAttachment = { id: volumeId, volumeId, serverId, device: '/dev/vdb' }
          return stopped.has(serverId) ? { status: 200, headers: {}, body: { volumeAttachment } } : response
        }),
        completedWith('stop', (_cloud, { id }) => void stopped.add(id)),
        completedWith('start', (_cloud, { id }) => void stopped.delete(id)),
        completedWith('hardReboot', (_cloud, { id }) => void stopped.delete(id)),
      ]
    },
  ),
  defineFault(
    'deep-attachments-of-stopped-empty',
    'attachments.list.answers',
    'The list of attachments of a stopped server is empty.',
    serversToList.override((original, call) => original(call).filter(({ vmState }) => vmState !== 'stopped')),
  ),
]
