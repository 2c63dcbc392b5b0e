import { strangeId, takenAction } from './answers.ts'
import { acceptedIf, inReply, isObject, withoutHeader } from './edits.ts'
import { type Mutation, row } from './fault.ts'

/** Fills the answer to one action, which should have no body. */
function filled(action: string): Mutation {
  return inReply('servers.action', (reply, { body }) =>
    reply.status === 202 && isObject(body) && action in body ? { ...reply, body: { [action]: null } } : reply,
  )
}

/** Accepts an action whose argument is refused, if that is as described. */
function acceptedWhen(action: string, isMeant: (argument: unknown) => boolean): Mutation {
  return acceptedIf('servers.action', takenAction, (body) => {
    return isObject(body) && action in body && isMeant(body[action])
  })
}

const isNoObject = (argument: unknown) => !isObject(argument)
const hasNull = (key: string) => (argument: unknown) => isObject(argument) && argument[key] === null
const isEmpty = (key: string) => (argument: unknown) => isObject(argument) && argument[key] === ''
const lacks = (key: string) => (argument: unknown) => isObject(argument) && !(key in argument)

/** Defects of starting, stopping and rebooting, and of actions in general. */
export const powerFaults = [
  row(
    'actions-unchecked',
    'actions.one-key',
    'Actions that do not exist are accepted.',
    acceptedIf('servers.action', takenAction, (body) => isObject(body) && Object.keys(body).length !== 1),
  ),
  row('actions-unknown-accepted', 'actions.one-key', 'An unknown action is accepted.'),
  row(
    'busy-server-accepts-actions',
    'servers.state.governs-actions',
    'An action may begin while another is in progress.',
  ),
  row('start-does-nothing', 'servers.start.becomes-active', 'A start changes nothing.'),
  row('start-in-any-state', 'servers.start.only-shutoff', 'A server that is not SHUTOFF can be started.'),
  row('start-answers-body', 'servers.start.empty-body', 'The answer to a start has a body.', filled('os-start')),
  row('stop-does-nothing', 'servers.stop.becomes-shutoff', 'A stop changes nothing.'),
  row('stop-ends-in-error', 'servers.stop.becomes-shutoff', 'A stop ends in ERROR.'),
  row('stop-in-any-state', 'servers.stop.only-active-or-error', 'A server that is shut down can be stopped.'),
  row('stop-answers-body', 'servers.stop.empty-body', 'The answer to a stop has a body.', filled('os-stop')),
  row('reboot-soft-ends-stopped', 'servers.reboot.soft', 'A soft reboot leaves the server shut down.'),
  row(
    'reboot-soft-in-any-state',
    'servers.reboot.soft-only-active',
    'A server that is not ACTIVE can be rebooted softly.',
  ),
  row('reboot-hard-ends-stopped', 'servers.reboot.hard', 'A hard reboot of a running server leaves it shut down.'),
  row(
    'reboot-hard-of-stopped-in-vain',
    'servers.reboot.hard-from-shutoff',
    'A hard reboot of a server that is shut down is accepted and leaves it so.',
  ),
  row(
    'reboot-object-optional',
    'servers.reboot.object-required',
    'A reboot may be null.',
    acceptedWhen('reboot', isNoObject),
  ),
  row(
    'reboot-type-optional',
    'servers.reboot.type-required',
    'A reboot needs no type.',
    acceptedWhen('reboot', lacks('type')),
  ),
  row(
    'reboot-type-empty-accepted',
    'servers.reboot.type-required',
    'The type of a reboot may be empty.',
    acceptedWhen('reboot', isEmpty('type')),
  ),
  row('reboot-type-unchecked', 'servers.reboot.type-required', 'A reboot of an unknown type is soft.'),
  row('reboot-answers-body', 'servers.reboot.empty-body', 'The answer to a reboot has a body.', filled('reboot')),
]

/** Defects of resizing. */
export const resizeFaults = [
  row('resize-keeps-flavor', 'servers.resize.changes-flavor', 'After a resize the server has its old flavor.'),
  row('resize-never-confirmed', 'servers.resize.auto-confirm', 'After a resize the server stays in VERIFY_RESIZE.'),
  row('resize-ends-stopped', 'servers.resize.auto-confirm', 'After a resize a running server is shut down.'),
  row('resize-ends-active', 'servers.resize.stays-shutoff', 'After a resize a stopped server runs.'),
  row('resize-in-any-state', 'servers.state.governs-actions', 'A server in any state can be resized.'),
  row(
    'resize-object-optional',
    'servers.resize.object-required',
    'A resize may be null.',
    acceptedWhen('resize', isNoObject),
  ),
  row(
    'resize-flavor-optional',
    'servers.resize.flavor-required',
    'A resize needs no flavor.',
    acceptedWhen('resize', lacks('flavorRef')),
  ),
  row(
    'resize-flavor-null-accepted',
    'servers.resize.flavor-required',
    'The flavor of a resize may be null.',
    acceptedWhen('resize', hasNull('flavorRef')),
  ),
  row('resize-unknown-flavor-accepted', 'servers.resize.flavor-required', 'A resize to an unknown flavor is accepted.'),
  row(
    'resize-same-flavor-accepted',
    'servers.resize.same-flavor-refused',
    'A resize to the present flavor is accepted.',
  ),
  row('resize-disk-config-unchecked', 'servers.resize.disk-config', 'A resize takes any disk configuration.'),
  row('resize-answers-body', 'servers.resize.empty-body', 'The answer to a resize has a body.', filled('resize')),
]

/** Defects of making images. */
export const imageFaults = [
  row('create-image-refused', 'images.create.accepted', 'No image can be made.'),
  row('create-image-in-any-state', 'images.create.states', 'An image can be made in any state.'),
  row('create-image-only-when-stopped', 'images.create.states', 'An image of a running server is refused.'),
  row('create-image-of-any-flavor', 'images.create.u2-only', 'An image can be made of any server.'),
  row('create-image-never-active', 'images.create.becomes-active', 'A new image stays in saving.'),
  row('create-image-name-ignored', 'images.create.named', 'A new image has another name than asked for.'),
  row('create-image-name-optional', 'images.create.name-required', 'An image needs no name.'),
  row('create-image-metadata-refused', 'images.create.metadata', 'Metadata of a new image is refused.'),
  row(
    'create-image-location-missing',
    'images.create.location',
    'createImage has no Location.',
    inReply('servers.action', (reply) => withoutHeader(reply, 'location')),
  ),
  row(
    'create-image-location-to-collection',
    'images.create.location',
    'The Location of createImage leads to all images, not to the new one.',
    inReply('servers.action', (reply) => {
      const location = reply.headers['location']?.replace(/\/[^/]+$/, '')
      return location === undefined ? reply : { ...reply, headers: { ...reply.headers, location } }
    }),
  ),
  row(
    'create-image-id-differs',
    'images.create.image-id',
    'createImage names another image in its body than in Location.',
    inReply('servers.action', (reply) =>
      'location' in reply.headers ? { ...reply, body: { image_id: strangeId } } : reply,
    ),
  ),
]

/** Defects of adding and removing security groups. */
export const groupFaults = [
  row('add-group-does-nothing', 'groups.add.attaches', 'Adding a security group changes nothing.'),
  row('add-group-to-first-port-only', 'groups.add.every-port', 'A group is added to the first port only.'),
  row(
    'add-group-object-optional',
    'groups.add.object-required',
    'addSecurityGroup may be null.',
    acceptedWhen('addSecurityGroup', isNoObject),
  ),
  row(
    'add-group-name-optional',
    'groups.add.name-required',
    'addSecurityGroup needs no name.',
    acceptedWhen('addSecurityGroup', lacks('name')),
  ),
  row(
    'add-group-name-null-accepted',
    'groups.add.name-required',
    'The name of a group to add may be null.',
    acceptedWhen('addSecurityGroup', hasNull('name')),
  ),
  row('add-group-accepts-unknown', 'groups.add.name-required', 'A group that does not exist is added.'),
  row('add-group-answers-body', 'groups.add.empty-body', 'The answer has a body.', filled('addSecurityGroup')),
  row('remove-group-does-nothing', 'groups.remove.detaches', 'Removing a security group changes nothing.'),
  row('remove-group-from-first-port-only', 'groups.remove.every-port', 'A group is removed from the first port only.'),
  row(
    'remove-group-object-optional',
    'groups.remove.object-required',
    'removeSecurityGroup may be null.',
    acceptedWhen('removeSecurityGroup', isNoObject),
  ),
  row(
    'remove-group-name-optional',
    'groups.remove.name-required',
    'removeSecurityGroup needs no name.',
    acceptedWhen('removeSecurityGroup', lacks('name')),
  ),
  row(
    'remove-group-name-empty-accepted',
    'groups.remove.name-required',
    'The name of a group to remove may be empty.',
    acceptedWhen('removeSecurityGroup', isEmpty('name')),
  ),
  row('remove-group-accepts-unknown', 'groups.remove.name-required', 'A group that does not exist is removed.'),
  row('remove-group-accepts-absent', 'groups.remove.not-attached', 'A group that the server does not have is removed.'),
  row('remove-group-answers-body', 'groups.remove.empty-body', 'The answer has a body.', filled('removeSecurityGroup')),
]
