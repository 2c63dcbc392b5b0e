import type { Server } from '../../state/servers.ts'
import { beginDeletion } from '../../transitions/delete.ts'
import { type Defect, defineFault } from '../define-fault.ts'

/** Keeps the volumes of servers that meet a condition when the servers are deleted. */
const keptOnDeletion = (isMeant: (server: Server) => boolean): Defect =>
  beginDeletion.observe((_cloud, server) => {
    if (isMeant(server))
      server.attachments = server.attachments.map((attachment) => ({ ...attachment, deleteOnTermination: false }))
  })

/** Faults by which volumes that must be deleted with their server are kept, depending on earlier actions. */
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
