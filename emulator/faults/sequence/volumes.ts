import { badRequest } from '../../server/errors.ts'
import type { CloudState } from '../../state/cloud-state.ts'
import type { Attachment, Server } from '../../state/servers.ts'
import { beginDeletion } from '../../transitions/delete.ts'
import { attachVolume, detachVolume, finishDetaching } from '../../transitions/devices.ts'
import { completedWith } from '../deep/conditions.ts'
import { defineStatefulFault } from '../define-fault.ts'
import { fixed } from '../edits.ts'
import { mutateBody } from '../mutators.ts'
import { Tally } from './tally.ts'

/** Removes volumes from a server, without a request. */
function loseVolumes(cloud: CloudState, server: Server, isLost: (attachment: Attachment) => boolean): void {
  for (const { volumeId } of server.attachments.filter(isLost)) {
    const volume = cloud.volumes.get(volumeId)
    if (volume) finishDetaching(cloud, volume, server.id, cloud.clock.now())
  }
}

/** Faults of volumes after several attachments, detachments or deletions. */
export const sequenceVolumeFaults = [
  defineStatefulFault(
    'sequence-third-attach-rejected',
    'attachments.create.path',
    'After two detachments, a server rejects another volume.',
    () => {
      const detached = new Tally()
      return [
        detachVolume.observe((_cloud, server) => void detached.add(server.id)),
        attachVolume.overrideWhen(
          (_cloud, server) => detached.of(server.id) >= 2,
          (_original, _cloud, server) => {
            throw badRequest(`Instance ${server.id} has no free slot.`)
          },
        ),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-second-attachment-wrong-device',
    'attachments.device',
    'From the second attachment to a server on, the list shows another device than the response to the request.',
    () => {
      const attached = new Tally()
      return [
        attachVolume.observe((_cloud, server) => void attached.add(server.id)),
        mutateBody('attachments.list', 'volumeAttachments.*', (attachment) =>
          attached.of(String(attachment['serverId'])) < 2 || attachment['device'] === '/dev/vda'
            ? attachment
            : fixed('device', `${attachment['device']}1`)(attachment),
        ),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-detach-takes-second-volume',
    'servers.volumes-attached.agrees',
    'A server with two volumes loses both when the first of them is detached.',
    () => [
      detachVolume.override((original, cloud, server, volume) => {
        const extra = server.attachments.filter(({ isRoot }) => !isRoot)
        original(cloud, server, volume)
        if (extra[0]?.volumeId !== volume.id) return
        loseVolumes(cloud, server, ({ isRoot, volumeId }) => !isRoot && volumeId !== volume.id)
      }),
    ],
  ),
  defineStatefulFault(
    'sequence-delete-takes-volume-of-other',
    'servers.volumes-attached.agrees',
    'When a server with a volume is deleted, other servers lose theirs.',
    () => [
      beginDeletion.override((original, cloud, server, now) => {
        original(cloud, server, now)
        if (!server.attachments.some(({ isRoot }) => !isRoot)) return
        for (const other of cloud.servers.of(server.tenantId))
          if (other !== server) loseVolumes(cloud, other, ({ isRoot }) => !isRoot)
      }),
    ],
  ),
  defineStatefulFault(
    'sequence-attached-while-stopped-lost',
    'servers.volumes-attached.agrees',
    'A volume that was attached to a stopped server is not there any more once the server is started.',
    () => {
      const lost = new Set<string>()
      return [
        attachVolume.observe((_cloud, server, volume) => {
          if (server.vmState === 'stopped') lost.add(volume.id)
        }),
        completedWith('start', (cloud, server) => loseVolumes(cloud, server, ({ volumeId }) => lost.has(volumeId))),
      ]
    },
  ),
  defineStatefulFault(
    'sequence-detached-volume-returns',
    'attachments.delete.detaches',
    'A detached volume is shown at its server again after a hard reboot.',
    () => {
      const detached = new Map<string, Attachment>()
      return [
        detachVolume.observe((_cloud, server, { id }) => {
          const attachment = server.attachments.find(({ volumeId }) => volumeId === id)
          if (attachment) detached.set(server.id, attachment)
        }),
        completedWith('hardReboot', (_cloud, server) => {
          const attachment = detached.get(server.id)
          const isThere = server.attachments.some(({ volumeId }) => volumeId === attachment?.volumeId)
          if (attachment && !isThere) server.attachments = [...server.attachments, attachment]
        }),
      ]
    },
  ),
]
