import { createImage } from '../../transitions/create-image.ts'
import { planServer } from '../../validation/server-plan.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { asciiOnly, changed, fixed } from '../edits.ts'
import { mutateBody, mutateServer } from '../mutators.ts'
import {
  completedWith,
  eachAddress,
  editAfter,
  giveDefaultGroup,
  keepRootOnly,
  whenActive,
  whenShelved,
  whenStopped,
} from './conditions.ts'

const otherMac = eachAddress(changed('OS-EXT-IPS-MAC:mac_addr', (mac) => `fa:16:3f${String(mac).slice(8)}`))
const otherAddress = eachAddress(changed('addr', (address) => String(address).replace(/\d+$/, '254')))
const noKey = fixed('key_name', null)
const noVolumes = fixed('os-extended-volumes:volumes_attached', [])

/** Returns the name without its last character. */
const cutName = (name: string): string => name.slice(0, -1)

const asciiValues = (pairs: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, asciiOnly(value)]))

/** Faults in which a server loses an attribute during an action that must not change it. */
export const afterActionFaults = [
  defineStatefulFault(
    'deep-started-without-key',
    'servers.create.key-name',
    'After a start, a server has no key.',
    editAfter('os-start', noKey),
  ),
  defineFault(
    'deep-started-with-default-group',
    'groups.add.attaches',
    'After a start, a server has only the security group default.',
    completedWith('start', giveDefaultGroup),
  ),
  defineFault(
    'deep-started-with-root-only',
    'servers.volumes-attached.agrees',
    'After a start, a server has no volume but its root.',
    completedWith('start', keepRootOnly),
  ),
  defineStatefulFault(
    'deep-rebooted-with-other-address',
    'servers.addresses.per-port',
    'After a reboot, a server has another address.',
    editAfter('reboot', otherAddress),
  ),
  defineStatefulFault(
    'deep-rebooted-with-other-mac',
    'servers.addresses.mac',
    'After a reboot, a server has other MAC addresses.',
    editAfter('reboot', otherMac),
  ),
  defineFault(
    'deep-soft-rebooted-with-default-group',
    'groups.add.attaches',
    'After a soft reboot, a server has only the security group default.',
    completedWith('softReboot', giveDefaultGroup),
  ),
  defineFault(
    'deep-hard-rebooted-with-default-group',
    'groups.add.attaches',
    'After a hard reboot, a server has only the security group default.',
    completedWith('hardReboot', giveDefaultGroup),
  ),
  defineFault(
    'deep-hard-rebooted-with-root-only',
    'servers.volumes-attached.agrees',
    'After a hard reboot, a server has no volume but its root.',
    completedWith('hardReboot', keepRootOnly),
  ),
  defineStatefulFault(
    'deep-resized-task-stays',
    'servers.task-state.idle',
    'After a resize, a server shows a task indefinitely.',
    editAfter('resize', fixed('OS-EXT-STS:task_state', 'resize_finish')),
  ),
  defineStatefulFault(
    'deep-resized-without-image',
    'servers.create.image-used',
    'After a resize, a server shows no image.',
    editAfter('resize', fixed('image', '')),
  ),
  defineStatefulFault(
    'deep-resized-powered-off',
    'servers.power-state.agrees',
    'After a resize, an ACTIVE server shows that it is powered off.',
    editAfter('resize', whenActive(fixed('OS-EXT-STS:power_state', 4))),
  ),
  defineStatefulFault(
    'deep-resized-without-key',
    'servers.create.key-name',
    'After a resize, a server has no key.',
    editAfter('resize', noKey),
  ),
  defineFault(
    'deep-resized-without-groups',
    'servers.resize.changes-flavor',
    'After a resize, a server has no security groups.',
    completedWith('resize', ({ networking }, server) => {
      for (const port of networking.ports.of(server.id)) port.groupIds = []
    }),
  ),
  defineStatefulFault(
    'deep-resized-without-volumes',
    'servers.volumes-attached.agrees',
    'After a resize, a server shows no volumes.',
    editAfter('resize', noVolumes),
  ),
  defineStatefulFault(
    'deep-resized-vm-state-stays',
    'servers.vm-state.agrees',
    'After a resize, the vm_state of an ACTIVE server is resized.',
    editAfter('resize', whenActive(fixed('OS-EXT-STS:vm_state', 'resized'))),
  ),
  defineStatefulFault(
    'deep-rebooted-vm-state-stopped',
    'servers.vm-state.agrees',
    'After a reboot, the vm_state of an ACTIVE server is stopped.',
    editAfter('reboot', whenActive(fixed('OS-EXT-STS:vm_state', 'stopped'))),
  ),
  defineFault(
    'deep-image-of-stopped-without-metadata',
    'images.create.metadata',
    'An image of a stopped server has none of the metadata of the request.',
    createImage.overrideWhen(
      (_cloud, { vmState }) => vmState === 'stopped',
      (original, cloud, server, request) => original(cloud, server, { ...request, metadata: {} }),
    ),
  ),
  defineFault(
    'deep-image-name-in-ascii',
    'images.create.named',
    'The name of an image has question marks in place of non-ASCII characters.',
    createImage.override((original, cloud, server, request) =>
      original(cloud, server, { ...request, name: asciiOnly(request.name) }),
    ),
  ),
  defineFault(
    'deep-image-metadata-in-ascii',
    'images.create.metadata',
    'The metadata of an image have question marks in place of non-ASCII characters.',
    createImage.override((original, cloud, server, request) =>
      original(cloud, server, { ...request, metadata: asciiValues(request.metadata) }),
    ),
  ),
  defineFault(
    'deep-image-stops-server',
    'servers.state.legal-transitions',
    'A server is stopped when an image of it is complete.',
    completedWith('createImage', (_cloud, server) => {
      server.vmState = 'stopped'
      server.powerState = 4
    }),
  ),
  defineFault(
    'deep-list-names-cut',
    'servers.list.name-shown',
    'The plain list shows the first 30 characters of a name.',
    mutateBody(
      'servers.list',
      'servers.*',
      changed('name', (name) => String(name).slice(0, 30)),
    ),
  ),
  defineFault(
    'deep-created-with-zone-name-cut',
    'servers.create.name-shown',
    'A server whose create request names a zone loses the last character of a long name.',
    planServer.overrideWhen(
      // Except names of Windows servers, whose limit another requirement covers.
      (_cloud, _user, { zone, name }) => zone !== undefined && name.length > 20,
      (original, cloud, user, request) => original(cloud, user, { ...request, name: cutName(request.name) }),
    ),
  ),
  defineStatefulFault(
    'deep-resized-stopped-vm-state-stays',
    'servers.vm-state.agrees',
    'After a resize, the vm_state of a server that is shut down is resized.',
    editAfter('resize', whenStopped(fixed('OS-EXT-STS:vm_state', 'resized'))),
  ),
  ofLaterEdition(
    defineStatefulFault(
      'deep-unshelved-vm-state-stays',
      'servers.vm-state.agrees',
      'After an unshelve, the vm_state of an ACTIVE server is shelved_offloaded.',
      editAfter('unshelve', whenActive(fixed('OS-EXT-STS:vm_state', 'shelved_offloaded'))),
    ),
  ),
  ofLaterEdition(
    defineStatefulFault(
      'deep-unshelved-power-off',
      'servers.power-state.agrees',
      'After an unshelve, an ACTIVE server shows that it is powered off.',
      editAfter('unshelve', whenActive(fixed('OS-EXT-STS:power_state', 4))),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-shelved-powered-on',
      'servers.power-state.agrees',
      'A server that is SHELVED_OFFLOADED shows that it is powered on.',
      mutateServer(whenShelved(fixed('OS-EXT-STS:power_state', 1))),
    ),
  ),
]
