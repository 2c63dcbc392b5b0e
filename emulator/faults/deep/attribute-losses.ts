import { createImage } from '../../transitions/create-image.ts'
import { attachVolume, detachVolume } from '../../transitions/devices.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'
import { fixed } from '../edits.ts'
import { mutateServer } from '../mutators.ts'
import { completedWith, giveDefaultGroup } from './conditions.ts'

/** Faults in which creating an image, or attaching or detaching a volume, changes attributes of the server. */
export const attributeLossFaults = [
  defineFault(
    'deep-image-takes-groups',
    'groups.add.attaches',
    'After createImage, a server has only the security group default.',
    completedWith('createImage', giveDefaultGroup),
  ),
  defineFault(
    'deep-image-powers-off',
    'servers.power-state.agrees',
    'After createImage, a server shows that it is powered off, and its status is unchanged.',
    completedWith('createImage', (_cloud, server) => {
      server.powerState = 4
    }),
  ),
  defineFault(
    'deep-image-task-stays',
    'servers.task-state.idle',
    'After createImage, a server shows a task indefinitely.',
    completedWith('createImage', (_cloud, server) => {
      server.taskState = 'image_uploading'
    }),
  ),
  defineStatefulFault(
    'deep-image-takes-key',
    'servers.create.key-name',
    'After createImage, a server has no key.',
    () => {
      const ids = new Set<unknown>()
      return [
        createImage.observe((_cloud, { id }) => void ids.add(id)),
        mutateServer((server) => (ids.has(server['id']) ? fixed('key_name', null)(server) : server)),
      ]
    },
  ),
  defineFault(
    'deep-attach-takes-groups',
    'groups.add.attaches',
    'The attachment of a volume leaves a server with only the security group default.',
    attachVolume.observe((cloud, server) => giveDefaultGroup(cloud, server)),
  ),
  defineFault(
    'deep-detach-takes-groups',
    'groups.add.attaches',
    'The detachment of a volume leaves a server with only the security group default.',
    detachVolume.observe((cloud, server) => giveDefaultGroup(cloud, server)),
  ),
]
