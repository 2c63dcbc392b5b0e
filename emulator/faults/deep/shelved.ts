import { listableServers } from '../../services/compute/servers/list-servers.ts'
import { applyServerUpdate } from '../../services/compute/servers/update-server.ts'
import type { CloudState } from '../../state/cloud-state.ts'
import type { Server } from '../../state/servers.ts'
import { beginDeletion } from '../../transitions/delete.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { fixed } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { changeStatus, mutateResponse, mutateServer } from '../mutators.ts'
import { hasAction } from '../servers/actions.ts'
import { completedWith, editAfter, giveDefaultGroup, keepRootOnly, showOtherFlavor, whenShelved } from './conditions.ts'

const isShelved = (_scope: unknown, { vmState }: Server): boolean => vmState === 'shelved_offloaded'

const giveOtherFlavor = ({ flavors }: CloudState, server: Server): void => {
  server.flavor = flavors.find(({ id }) => id !== server.flavor.id) ?? server.flavor
}

/** Faults in which a server loses attributes when it is offloaded or unshelved, or requests in between have no effect. */
export const shelvedFaults = [
  defineFault(
    'deep-shelved-without-address',
    'servers.addresses.per-port',
    'A shelved server shows no address.',
    mutateServer(whenShelved(fixed('addresses', {}))),
  ),
  defineFault(
    'deep-shelved-without-key',
    'servers.create.key-name',
    'A shelved server shows no key.',
    mutateServer(whenShelved(fixed('key_name', null))),
  ),
  defineFault(
    'deep-shelved-without-volumes',
    'servers.volumes-attached.agrees',
    'A shelved server shows no volumes.',
    mutateServer(whenShelved(fixed('os-extended-volumes:volumes_attached', []))),
  ),
  defineFault(
    'deep-shelved-with-other-flavor',
    'servers.resize.changes-flavor',
    'A shelved server shows another flavor.',
    mutateServer(whenShelved(showOtherFlavor)),
  ),
  defineFault(
    'deep-shelved-terminated',
    'servers.terminated-at',
    'A shelved server has a termination time.',
    mutateServer(
      whenShelved((server) => ({ ...server, 'OS-SRV-USG:terminated_at': server['OS-SRV-USG:launched_at'] })),
    ),
  ),
  defineFault(
    'deep-shelved-never-launched',
    'servers.launched-at.set',
    'A shelved server has no launch time.',
    mutateServer(whenShelved(fixed('OS-SRV-USG:launched_at', null))),
  ),
  defineFault(
    'deep-shelved-task-stays',
    'servers.task-state.idle',
    'A shelved server shows a task indefinitely.',
    mutateServer(whenShelved(fixed('OS-EXT-STS:task_state', 'shelving_offloading'))),
  ),
  defineFault(
    'deep-shelved-rename-in-vain',
    'servers.update.renames',
    'An update of a shelved server is accepted but has no effect.',
    applyServerUpdate.overrideWhen(isShelved, () => undefined),
  ),
  defineFault(
    'deep-shelved-delete-in-vain',
    'servers.delete.removes',
    'Deleting a shelved server is accepted but has no effect.',
    beginDeletion.overrideWhen(isShelved, () => undefined),
  ),
  defineFault(
    'deep-unshelved-with-default-group',
    'groups.add.attaches',
    'After an unshelve, a server has only the security group default.',
    completedWith('unshelve', giveDefaultGroup),
  ),
  defineFault(
    'deep-unshelved-with-root-only',
    'servers.volumes-attached.agrees',
    'After an unshelve, a server has no volume but its root.',
    completedWith('unshelve', keepRootOnly),
  ),
  defineFault(
    'deep-unshelved-with-other-flavor',
    'servers.resize.changes-flavor',
    'After an unshelve, a server has another flavor.',
    completedWith('unshelve', giveOtherFlavor),
  ),
  defineStatefulFault(
    'deep-unshelved-without-key',
    'servers.create.key-name',
    'After an unshelve, a server has no key.',
    editAfter('unshelve', fixed('key_name', null)),
  ),
  defineStatefulFault(
    'deep-unshelved-task-stays',
    'servers.task-state.idle',
    'After an unshelve, a server shows a task indefinitely.',
    editAfter('unshelve', fixed('OS-EXT-STS:task_state', 'spawning')),
  ),
  defineFault(
    'deep-list-without-shelved',
    'servers.list.answers',
    'servers.list without parameters leaves out shelved servers.',
    listableServers.overrideWhen(
      (call) => isCallOf('servers.list')(call) && call.query.size === 0,
      (original, call) => original(call).filter(({ vmState }) => !vmState.startsWith('shelved')),
    ),
  ),
  defineFault(
    'deep-unshelve-as-bad-request',
    'status.refused-state',
    'An unshelve of a server that is not shelved is rejected with 400.',
    mutateResponse('servers.action', (response, context) =>
      hasAction('unshelve')(context.body)
        ? changeStatus('servers.action', 409, 400).change(response, context)
        : response,
    ),
  ),
].map(ofLaterEdition)
