import { isVisible } from '../../services/compute/servers/lookup.ts'
import { defineFault, type Mutation } from '../define-fault.ts'
import { changed } from '../edits.ts'
import { mutateServer } from '../mutators.ts'

/** Shows a wrong status in place of the right one. */
export function renameStatus(right: string, wrong: string): Mutation {
  return mutateServer(changed('status', (status) => (status === right ? wrong : status)))
}

/** Wrong statuses. */
export const serverStatusFaults = [
  defineFault(
    'state-active-misnamed',
    'servers.state.active',
    'The status of an ACTIVE server is MIGRATING.',
    renameStatus('ACTIVE', 'MIGRATING'),
  ),
  defineFault(
    'state-build-misnamed',
    'servers.state.build',
    'The status of a server in BUILD is REBUILD.',
    renameStatus('BUILD', 'REBUILD'),
  ),
  defineFault(
    'state-shutoff-misnamed',
    'servers.state.shutoff',
    'The status of a SHUTOFF server is PAUSED.',
    renameStatus('SHUTOFF', 'PAUSED'),
  ),
  defineFault(
    'state-reboot-misnamed',
    'servers.state.reboot',
    'The status during a soft reboot is RESCUE.',
    renameStatus('REBOOT', 'RESCUE'),
  ),
  defineFault(
    'state-hard-reboot-misnamed',
    'servers.state.hard-reboot',
    'The status during a hard reboot is REBUILD.',
    renameStatus('HARD_REBOOT', 'REBUILD'),
  ),
  defineFault(
    'state-resize-misnamed',
    'servers.state.resize',
    'The status during a resize is SUSPENDED.',
    renameStatus('RESIZE', 'SUSPENDED'),
  ),
  defineFault(
    'state-verify-misnamed',
    'servers.state.verify-resize',
    'The status after a resize is PAUSED instead of VERIFY_RESIZE.',
    renameStatus('VERIFY_RESIZE', 'PAUSED'),
  ),
  defineFault(
    'state-deleted-lingers',
    'servers.state.deleted',
    'A deleted server is shown as DELETED indefinitely.',
    isVisible.overrideWhen(
      (_call, { vmState }) => vmState === 'deleted',
      (_original, { user }, { tenantId }) => tenantId === user.tenant.id,
    ),
  ),
]
