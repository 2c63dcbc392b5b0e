import { defineFault, type Mutation } from './define-fault.ts'
import { changed } from './mutators.ts'
import { mutateServer } from './server-mutators.ts'

/** Another word for a status. */
export function renameStatus(status: string, word: string): Mutation {
  return mutateServer(changed('status', (value) => (value === status ? word : value)))
}

/** Defects of the status in particular. */
export const stateFaults = [
  defineFault(
    'state-active-misnamed',
    'servers.state.active',
    'A running server is MIGRATING.',
    renameStatus('ACTIVE', 'MIGRATING'),
  ),
  defineFault(
    'state-build-misnamed',
    'servers.state.build',
    'A server being built is REBUILD.',
    renameStatus('BUILD', 'REBUILD'),
  ),
  defineFault(
    'state-shutoff-misnamed',
    'servers.state.shutoff',
    'A stopped server is STOPPED.',
    renameStatus('SHUTOFF', 'STOPPED'),
  ),
  defineFault(
    'state-reboot-misnamed',
    'servers.state.reboot',
    'A soft reboot shows RESCUE.',
    renameStatus('REBOOT', 'RESCUE'),
  ),
  defineFault(
    'state-hard-reboot-misnamed',
    'servers.state.hard-reboot',
    'A hard reboot shows REBUILD.',
    renameStatus('HARD_REBOOT', 'REBUILD'),
  ),
  defineFault(
    'state-resize-misnamed',
    'servers.state.resize',
    'A resize shows SUSPENDED.',
    renameStatus('RESIZE', 'SUSPENDED'),
  ),
  defineFault(
    'state-verify-misnamed',
    'servers.state.verify-resize',
    'A finished resize shows PAUSED.',
    renameStatus('VERIFY_RESIZE', 'PAUSED'),
  ),
  defineFault('state-deleted-lingers', 'servers.state.deleted', 'A deleted server is shown as DELETED for ever.'),
  defineFault(
    'start-by-way-of-reboot',
    'servers.state.legal-transitions',
    'A server that is started is in REBOOT before it is ACTIVE.',
  ),
  defineFault(
    'start-loses-addresses',
    'servers.addresses.per-port',
    'A server that is started shows no address any more.',
  ),
  defineFault(
    'resize-loses-addresses',
    'servers.addresses.per-port',
    'A server that is resized shows no address any more.',
  ),
]
