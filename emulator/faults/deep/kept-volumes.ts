import type { Server } from '../../state/servers.ts'
import { beginDeletion } from '../../transitions/delete.ts'
import { survivesServer } from '../../transitions/devices.ts'
import { type Defect, defineFault, ofLaterEdition } from '../define-fault.ts'

/** Keeps the volumes of servers that meet a condition when the servers are deleted. */
const keptOnDeletion = (isMeant: (server: Server) => boolean): Defect =>
  beginDeletion.observe((_cloud, server) => {
    if (isMeant(server))
      server.attachments = server.attachments.map((attachment) => ({ ...attachment, deleteOnTermination: false }))
  })

/** Faults in which volumes that must be deleted with their server are kept, depending on earlier actions. */
export const keptVolumeFaults = [
  defineFault(
    'deep-volumes-of-stopped-kept',
    'servers.create.delete-on-termination',
    'Volumes that should be deleted with a stopped server are kept.',
    keptOnDeletion(({ vmState }) => vmState === 'stopped'),
  ),
  defineFault(
    'deep-volumes-of-resized-kept',
    'servers.create.delete-on-termination',
    'Volumes that should be deleted with a resized server are kept.',
    keptOnDeletion(({ history }) => history.some(({ action }) => action === 'resize')),
  ),
].map((fault) => ({ ...fault, needsCleanup: true }))

/** The same with a volume that a test looks for. */
export const keptSourceFaults = [
  ofLaterEdition(
    defineFault(
      'deep-volume-of-snapshot-kept',
      'servers.create.delete-on-termination',
      'A volume made from a snapshot is kept when its server is deleted.',
      survivesServer.override(
        (original, cloud, attachment) =>
          typeof cloud.volumes.get(attachment.volumeId)?.snapshotId === 'string' || original(cloud, attachment),
      ),
    ),
  ),
]
