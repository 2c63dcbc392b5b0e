import { addGroupToPorts } from '../../services/compute/actions/security-groups.ts'
import { applyServerUpdate } from '../../services/compute/servers/update-server.ts'
import { beginDeletion } from '../../transitions/delete.ts'
import { attachVolume } from '../../transitions/devices.ts'
import { start } from '../../transitions/power.ts'
import { allowsVmState, preconditions } from '../../transitions/preconditions.ts'
import { beginTransition } from '../../transitions/transition.ts'
import { defineFault, type Mutation } from '../define-fault.ts'
import { fixed, isObject } from '../edits.ts'
import { errorMessage, mutateResponse, mutateServer } from '../mutators.ts'
import { acceptedResponse } from '../responses.ts'
import { endsWith, hasAction, rejectedInState } from './actions.ts'
import { pausedCountsAsActive } from './list-filters.ts'
import { renameStatus } from './status.ts'

/** Accepts an action that is rejected because of one vm_state. It has no effect. */
function acceptInState(vmState: string, condition: (body: unknown) => boolean): Mutation {
  return mutateResponse('servers.action', (response, { body }) => {
    const isRejected = response.status === 409 && errorMessage(response).endsWith(`its vm_state is ${vmState}`)
    return isRejected && condition(body) ? acceptedResponse() : response
  })
}

const isReboot = (type: string) => (body: unknown) =>
  isObject(body) && isObject(body['reboot']) && body['reboot']['type'] === type

/** Shows a wrong value of one attribute of the servers in one status. */
function wrongInStatus(status: string, key: string, value: string | number): Mutation {
  return mutateServer((server) => (server['status'] === status ? fixed(key, value)(server) : server))
}

/** Faults that show only in statuses that no documented call leads to. */
export const operatorStateFaults = [
  defineFault(
    'state-paused-misnamed',
    'servers.state.paused',
    'The status of a PAUSED server is SUSPENDED.',
    renameStatus('PAUSED', 'SUSPENDED'),
  ),
  defineFault(
    'state-suspended-misnamed',
    'servers.state.suspended',
    'The status of a SUSPENDED server is SHUTOFF.',
    renameStatus('SUSPENDED', 'SHUTOFF'),
  ),
  defineFault(
    'state-error-misnamed',
    'servers.state.error',
    'The status of a server in ERROR is UNKNOWN.',
    renameStatus('ERROR', 'UNKNOWN'),
  ),
  defineFault(
    'state-rescue-misnamed',
    'servers.state.rescue',
    'The status of a server in RESCUE is ACTIVE.',
    renameStatus('RESCUE', 'ACTIVE'),
  ),
  defineFault(
    'state-rebuild-misnamed',
    'servers.state.rebuild',
    'The status of a server in REBUILD is BUILD.',
    renameStatus('REBUILD', 'BUILD'),
  ),
  defineFault(
    'state-revert-misnamed',
    'servers.state.revert-resize',
    'The status of a server in REVERT_RESIZE is VERIFY_RESIZE.',
    renameStatus('REVERT_RESIZE', 'VERIFY_RESIZE'),
  ),
  defineFault(
    'vm-state-of-paused-active',
    'servers.vm-state.agrees',
    'The vm_state of a PAUSED server is active.',
    wrongInStatus('PAUSED', 'OS-EXT-STS:vm_state', 'active'),
  ),
  defineFault(
    'power-of-paused-off',
    'servers.power-state.agrees',
    'The power state of a PAUSED server is 4.',
    wrongInStatus('PAUSED', 'OS-EXT-STS:power_state', 4),
  ),
  defineFault(
    'task-of-suspended-kept',
    'servers.task-state.idle',
    'The task state of a SUSPENDED server is suspending indefinitely.',
    wrongInStatus('SUSPENDED', 'OS-EXT-STS:task_state', 'suspending'),
  ),
  defineFault(
    'start-from-paused',
    'servers.start.only-shutoff',
    'A start of a PAUSED server is accepted.',
    acceptInState('paused', hasAction('os-start')),
  ),
  defineFault(
    'start-of-suspended-carried-out',
    'servers.state.governs-actions',
    'A start of a SUSPENDED server is rejected but carried out.',
    allowsVmState.overrideWhen(
      (_cloud, { vmState }, precondition) => vmState === 'suspended' && precondition === preconditions.start,
      (_original, cloud, server) => {
        beginTransition(cloud, server, start, cloud.clock.now())
        return false
      },
    ),
  ),
  defineFault(
    'stop-from-suspended',
    'servers.stop.only-active-or-error',
    'A stop of a SUSPENDED server is accepted.',
    acceptInState('suspended', hasAction('os-stop')),
  ),
  defineFault(
    'stop-of-failed-refused',
    'servers.stop.only-active-or-error',
    'A stop of a server in ERROR is rejected.',
    rejectedInState(preconditions.stop, 'error'),
  ),
  defineFault(
    'reboot-soft-from-rescue',
    'servers.reboot.soft-only-active',
    'A soft reboot of a server in RESCUE is accepted.',
    acceptInState('rescued', isReboot('SOFT')),
  ),
  defineFault(
    'reboot-hard-from-rescue',
    'servers.reboot.hard-only-listed',
    'A hard reboot of a server in RESCUE is accepted.',
    acceptInState('rescued', isReboot('HARD')),
  ),
  defineFault(
    'reboot-hard-of-failed-refused',
    'servers.reboot.hard-from-error',
    'A hard reboot of a server in ERROR is rejected.',
    rejectedInState(preconditions.hardReboot, 'error'),
  ),
  defineFault(
    'reboot-hard-of-paused-in-vain',
    'servers.reboot.hard-listed-states',
    'After a hard reboot, a PAUSED server is still PAUSED.',
    endsWith('hardReboot', () => undefined, 'paused'),
  ),
  defineFault(
    'create-image-of-paused-refused',
    'images.create.states',
    'An image of a PAUSED server is rejected.',
    rejectedInState(preconditions.createImage, 'paused'),
  ),
  defineFault(
    'rename-of-paused-in-vain',
    'servers.update.renames',
    'An update of a PAUSED server is accepted but has no effect.',
    applyServerUpdate.overrideWhen(
      (_call, { vmState }) => vmState === 'paused',
      () => undefined,
    ),
  ),
  defineFault(
    'add-group-to-paused-in-vain',
    'groups.add.attaches',
    'Adding a security group to a PAUSED server is accepted but has no effect.',
    addGroupToPorts.overrideWhen(
      (_call, { vmState }) => vmState === 'paused',
      () => undefined,
    ),
  ),
  defineFault(
    'attach-to-paused-in-vain',
    'attachments.create.attaches',
    'An attach request for a PAUSED server is accepted but has no effect.',
    attachVolume.overrideWhen(
      (_cloud, { vmState }) => vmState === 'paused',
      () => undefined,
    ),
  ),
  defineFault(
    'delete-of-failed-in-vain',
    'servers.delete.removes',
    'Deleting a server in ERROR is accepted but has no effect.',
    beginDeletion.overrideWhen(
      (_cloud, { vmState }) => vmState === 'error',
      () => undefined,
    ),
  ),
  defineFault('servers-list-status-paused-active', 'servers.list.status', ...pausedCountsAsActive('servers.list')),
  defineFault(
    'servers-detail-status-paused-active',
    'servers.detail.status',
    ...pausedCountsAsActive('servers.detail'),
  ),
]
