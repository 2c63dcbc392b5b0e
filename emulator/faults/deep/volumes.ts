import { attachmentsOf } from '../../serializers/server.ts'
import { findAttachment } from '../../services/compute/servers/attachments.ts'
import { attachVolume, detachVolume } from '../../transitions/devices.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'
import { changed, changedList, fixed, isObject } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { errorMessage, mutateBody, mutateResponse } from '../mutators.ts'
import { completedWith } from './conditions.ts'

const otherDevice = fixed('device', '/dev/vdx')
const rootDevice = fixed('device', '/dev/vda')

/** Faults in which volumes are shown for another server or as another device, or requests affect a second volume. */
export const deepVolumeFaults = [
  defineFault(
    'deep-detach-deletes-volume',
    'attachments.delete.detaches',
    'A volume is deleted when it is detached.',
    detachVolume.override((_original, cloud, server, volume) => {
      server.attachments = server.attachments.filter(({ volumeId }) => volumeId !== volume.id)
      cloud.volumes.delete(volume.id)
    }),
  ),
  defineStatefulFault(
    'deep-detach-hides-root',
    'attachments.delete.detaches',
    'Once a volume was detached, the list leaves out the root volume of its server.',
    () => {
      const ids = new Set<string>()
      return [
        detachVolume.observe((_cloud, { id }) => void ids.add(id)),
        mutateBody(
          'attachments.list',
          '',
          changedList('volumeAttachments', (attachments) =>
            attachments.filter(
              (one) => !(isObject(one) && one['device'] === '/dev/vda' && ids.has(String(one['serverId']))),
            ),
          ),
        ),
      ]
    },
  ),
  defineStatefulFault(
    'deep-hard-reboot-detaches',
    'servers.volumes-attached.agrees',
    'A hard reboot detaches the volumes that were attached to a server.',
    () => {
      const ids = new Set<string>()
      return [
        attachVolume.observe((_cloud, _server, { id }) => void ids.add(id)),
        completedWith('hardReboot', (cloud, server) => {
          for (const volume of cloud.volumes.values())
            if (ids.has(volume.id) && volume.attachment?.serverId === server.id) detachVolume(cloud, server, volume)
        }),
      ]
    },
  ),
  defineFault(
    'deep-device-differs-in-show',
    'attachments.device',
    'A shown attachment has another device than the list.',
    mutateBody('attachments.show', 'volumeAttachment', otherDevice),
  ),
  defineFault(
    'deep-device-differs-when-attached',
    'attachments.device',
    'The response to an attach request has another device than the list.',
    mutateBody('attachments.attach', 'volumeAttachment', otherDevice),
  ),
  defineFault(
    'deep-device-of-root',
    'attachments.device',
    'All volumes of a server have the device of the root.',
    mutateBody('attachments.list', 'volumeAttachments.*', rootDevice),
    mutateBody('attachments.show', 'volumeAttachment', rootDevice),
    mutateBody('attachments.attach', 'volumeAttachment', rootDevice),
  ),
  defineFault(
    'deep-second-attachment-of-other-server',
    'attachments.server-id.own',
    'In the list, all attachments of a server but the first have another server.',
    mutateResponse('attachments.list', (response) => {
      if (!isObject(response.body)) return response
      const edit = changed('volumeAttachments', (all) =>
        !Array.isArray(all)
          ? all
          : all.map((one, index) => (index > 0 && isObject(one) ? { ...one, serverId: one['volumeId'] } : one)),
      )
      return { ...response, body: edit(response.body) }
    }),
  ),
  defineFault(
    'deep-attachment-of-other-server-shown',
    'attachments.unknown-refused',
    'An attachment of another server can be shown.',
    findAttachment.overrideWhen(isCallOf('attachments.show'), (original, call, server) => {
      const owners = call.cloud.servers.of(call.user.tenant.id).filter(({ vmState }) => vmState !== 'deleted')
      const attachments = owners.flatMap((owner) => attachmentsOf(call.cloud, owner))
      return attachments.find(({ volumeId }) => volumeId === call.param('volume')) ?? original(call, server)
    }),
  ),
  defineFault(
    'deep-attachment-of-other-server-detached',
    'attachments.unknown-refused',
    'A request to detach a volume of another server is accepted.',
    mutateResponse('attachments.detach', (response) =>
      / is not attached to volume /.test(errorMessage(response))
        ? { ...response, status: 202, body: undefined }
        : response,
    ),
  ),
]
