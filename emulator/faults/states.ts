import { changed } from './edits.ts'
import { type Mutation, row } from './fault.ts'
import { inServer } from './server-body.ts'

/** Another word for a status. */
export function called(status: string, word: string): Mutation {
  return inServer(changed('status', (value) => (value === status ? word : value)))
}

/** Defects of the status in particular. */
export const stateFaults = [
  row('state-active-misnamed', 'servers.state.active', 'A running server is MIGRATING.', called('ACTIVE', 'MIGRATING')),
  row('state-build-misnamed', 'servers.state.build', 'A server being built is REBUILD.', called('BUILD', 'REBUILD')),
  row('state-shutoff-misnamed', 'servers.state.shutoff', 'A stopped server is STOPPED.', called('SHUTOFF', 'STOPPED')),
  row('state-reboot-misnamed', 'servers.state.reboot', 'A soft reboot shows RESCUE.', called('REBOOT', 'RESCUE')),
  row(
    'state-hard-reboot-misnamed',
    'servers.state.hard-reboot',
    'A hard reboot shows REBUILD.',
    called('HARD_REBOOT', 'REBUILD'),
  ),
  row('state-resize-misnamed', 'servers.state.resize', 'A resize shows SUSPENDED.', called('RESIZE', 'SUSPENDED')),
  row(
    'state-verify-misnamed',
    'servers.state.verify-resize',
    'A finished resize shows PAUSED.',
    called('VERIFY_RESIZE', 'PAUSED'),
  ),
  row('state-deleted-lingers', 'servers.state.deleted', 'A deleted server is shown as DELETED for ever.'),
  row(
    'start-by-way-of-reboot',
    'servers.state.legal-transitions',
    'A server that is started is in REBOOT before it is ACTIVE.',
  ),
  row('start-loses-addresses', 'servers.addresses.per-port', 'A server that is started shows no address any more.'),
  row('resize-loses-addresses', 'servers.addresses.per-port', 'A server that is resized shows no address any more.'),
]
