/** Defects that show only in states to which no documented call leads. */

import { defineFault, type Mutation } from './define-fault.ts'
import { fixed, isObject, mutateResponse } from './mutators.ts'
import { takenAction } from './responses.ts'
import { mutateServer } from './server-mutators.ts'
import { renameStatus } from './states.ts'

/** The message of the refusal that a state is the reason for. */
function refusalOf(body: unknown): string {
  const conflict = isObject(body) ? body['conflictingRequest'] : undefined
  return isObject(conflict) ? String(conflict['message']) : ''
}

/** Answers as if an action were taken up that is refused in one vm_state; nothing comes of it. */
function takenFrom(vmState: string, isMeant: (action: unknown) => boolean): Mutation {
  return mutateResponse('servers.action', (response, { body }) => {
    const isRefused = response.status === 409 && refusalOf(response.body).endsWith(`its vm_state is ${vmState}`)
    return isRefused && isMeant(body) ? takenAction() : response
  })
}

const has = (key: string) => (body: unknown) => isObject(body) && key in body
const isReboot = (type: string) => (body: unknown) =>
  isObject(body) && isObject(body['reboot']) && body['reboot']['type'] === type

/** Shows one attribute as something else while the status is as given. */
function whenever(status: string, key: string, value: string | number | null): Mutation {
  return mutateServer((server) => (server['status'] === status ? fixed(key, value)(server) : server))
}

export const operatorStateFaults = [
  defineFault(
    'state-paused-misnamed',
    'servers.state.paused',
    'A paused server is SUSPENDED.',
    renameStatus('PAUSED', 'SUSPENDED'),
  ),
  defineFault(
    'state-suspended-misnamed',
    'servers.state.suspended',
    'A suspended server is SHUTOFF.',
    renameStatus('SUSPENDED', 'SHUTOFF'),
  ),
  defineFault(
    'state-error-misnamed',
    'servers.state.error',
    'A server that failed is UNKNOWN.',
    renameStatus('ERROR', 'UNKNOWN'),
  ),
  defineFault(
    'state-rescue-misnamed',
    'servers.state.rescue',
    'A server in rescue mode is ACTIVE.',
    renameStatus('RESCUE', 'ACTIVE'),
  ),
  defineFault(
    'state-rebuild-misnamed',
    'servers.state.rebuild',
    'A server being rebuilt is BUILD.',
    renameStatus('REBUILD', 'BUILD'),
  ),
  defineFault(
    'state-revert-misnamed',
    'servers.state.revert-resize',
    'A server that goes back to its old flavor is VERIFY_RESIZE.',
    renameStatus('REVERT_RESIZE', 'VERIFY_RESIZE'),
  ),
  defineFault(
    'vm-state-of-paused-active',
    'servers.vm-state.agrees',
    'The vm_state of a PAUSED server is active.',
    whenever('PAUSED', 'OS-EXT-STS:vm_state', 'active'),
  ),
  defineFault(
    'power-of-paused-off',
    'servers.power-state.agrees',
    'A PAUSED server has no power.',
    whenever('PAUSED', 'OS-EXT-STS:power_state', 4),
  ),
  defineFault(
    'task-of-suspended-kept',
    'servers.task-state.idle',
    'The task of a SUSPENDED server never ends.',
    whenever('SUSPENDED', 'OS-EXT-STS:task_state', 'suspending'),
  ),
  defineFault(
    'start-from-paused',
    'servers.start.only-shutoff',
    'A PAUSED server can be started.',
    takenFrom('paused', has('os-start')),
  ),
  defineFault(
    'stop-from-suspended',
    'servers.stop.only-active-or-error',
    'A SUSPENDED server can be stopped.',
    takenFrom('suspended', has('os-stop')),
  ),
  defineFault('stop-of-failed-refused', 'servers.stop.only-active-or-error', 'A server in ERROR cannot be stopped.'),
  defineFault(
    'reboot-soft-from-rescue',
    'servers.reboot.soft-only-active',
    'A server in rescue mode can be rebooted softly.',
    takenFrom('rescued', isReboot('SOFT')),
  ),
  defineFault(
    'reboot-hard-from-rescue',
    'servers.reboot.hard-only-listed',
    'A server in rescue mode can be rebooted hard.',
    takenFrom('rescued', isReboot('HARD')),
  ),
  defineFault(
    'reboot-hard-of-failed-refused',
    'servers.reboot.hard-from-error',
    'A server in ERROR cannot be rebooted hard.',
  ),
  defineFault(
    'reboot-hard-of-paused-in-vain',
    'servers.reboot.hard-listed-states',
    'A hard reboot of a PAUSED server is accepted and leaves it so.',
  ),
  defineFault('create-image-of-paused-refused', 'images.create.states', 'No image can be made of a PAUSED server.'),
  defineFault(
    'start-of-suspended-carried-out',
    'servers.state.governs-actions',
    'The start of a SUSPENDED server is refused, and begins all the same.',
  ),
  defineFault(
    'rename-of-paused-in-vain',
    'servers.update.renames',
    'A PAUSED server takes a new name and keeps the old one.',
  ),
  defineFault(
    'add-group-to-paused-in-vain',
    'groups.add.attaches',
    'A PAUSED server takes a security group and has none more.',
  ),
  defineFault(
    'attach-to-paused-in-vain',
    'attachments.create.attaches',
    'A PAUSED server takes a volume and has none more.',
  ),
  defineFault('delete-of-failed-in-vain', 'servers.delete.removes', 'A server in ERROR is there after its deletion.'),
  defineFault(
    'servers-list-status-paused-active',
    'servers.list.status',
    'servers.list counts PAUSED servers among those that are ACTIVE.',
  ),
  defineFault(
    'servers-detail-status-paused-active',
    'servers.detail.status',
    'servers.detail counts PAUSED servers among those that are ACTIVE.',
  ),
]
