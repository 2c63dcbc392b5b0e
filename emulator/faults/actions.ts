import { defineFault, type Mutation } from './define-fault.ts'
import { acceptedIf, isObject, mutateResponse, withoutHeader } from './mutators.ts'
import { strangeId, takenAction } from './responses.ts'

/** Fills the answer to one action, which should have no body. */
function filled(action: string): Mutation {
  return mutateResponse('servers.action', (response, { body }) =>
    response.status === 202 && isObject(body) && action in body ? { ...response, body: { [action]: null } } : response,
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
  defineFault(
    'actions-unchecked',
    'actions.one-key',
    'Actions that do not exist are accepted.',
    acceptedIf('servers.action', takenAction, (body) => isObject(body) && Object.keys(body).length !== 1),
  ),
  defineFault('actions-unknown-accepted', 'actions.one-key', 'An unknown action is accepted.'),
  defineFault(
    'busy-server-accepts-actions',
    'servers.state.governs-actions',
    'An action may begin while another is in progress.',
  ),
  defineFault('start-does-nothing', 'servers.start.becomes-active', 'A start changes nothing.'),
  defineFault('start-in-any-state', 'servers.start.only-shutoff', 'A server that is not SHUTOFF can be started.'),
  defineFault(
    'start-answers-body',
    'servers.start.empty-body',
    'The answer to a start has a body.',
    filled('os-start'),
  ),
  defineFault('stop-does-nothing', 'servers.stop.becomes-shutoff', 'A stop changes nothing.'),
  defineFault('stop-ends-in-error', 'servers.stop.becomes-shutoff', 'A stop ends in ERROR.'),
  defineFault('stop-in-any-state', 'servers.stop.only-active-or-error', 'A server that is shut down can be stopped.'),
  defineFault('stop-answers-body', 'servers.stop.empty-body', 'The answer to a stop has a body.', filled('os-stop')),
  defineFault('reboot-soft-ends-stopped', 'servers.reboot.soft', 'A soft reboot leaves the server shut down.'),
  defineFault(
    'reboot-soft-in-any-state',
    'servers.reboot.soft-only-active',
    'A server that is not ACTIVE can be rebooted softly.',
  ),
  defineFault(
    'reboot-hard-ends-stopped',
    'servers.reboot.hard',
    'A hard reboot of a running server leaves it shut down.',
  ),
  defineFault(
    'reboot-hard-of-stopped-in-vain',
    'servers.reboot.hard-from-shutoff',
    'A hard reboot of a server that is shut down is accepted and leaves it so.',
  ),
  defineFault(
    'reboot-object-optional',
    'servers.reboot.object-required',
    'A reboot may be null.',
    acceptedWhen('reboot', isNoObject),
  ),
  defineFault(
    'reboot-type-optional',
    'servers.reboot.type-required',
    'A reboot needs no type.',
    acceptedWhen('reboot', lacks('type')),
  ),
  defineFault(
    'reboot-type-empty-accepted',
    'servers.reboot.type-required',
    'The type of a reboot may be empty.',
    acceptedWhen('reboot', isEmpty('type')),
  ),
  defineFault('reboot-type-unchecked', 'servers.reboot.type-required', 'A reboot of an unknown type is soft.'),
  defineFault(
    'reboot-answers-body',
    'servers.reboot.empty-body',
    'The answer to a reboot has a body.',
    filled('reboot'),
  ),
]

/** Defects of resizing. */
export const resizeFaults = [
  defineFault('resize-keeps-flavor', 'servers.resize.changes-flavor', 'After a resize the server has its old flavor.'),
  defineFault(
    'resize-never-confirmed',
    'servers.resize.auto-confirm',
    'After a resize the server stays in VERIFY_RESIZE.',
  ),
  defineFault('resize-ends-stopped', 'servers.resize.auto-confirm', 'After a resize a running server is shut down.'),
  defineFault('resize-ends-active', 'servers.resize.stays-shutoff', 'After a resize a stopped server runs.'),
  defineFault('resize-in-any-state', 'servers.state.governs-actions', 'A server in any state can be resized.'),
  defineFault(
    'resize-object-optional',
    'servers.resize.object-required',
    'A resize may be null.',
    acceptedWhen('resize', isNoObject),
  ),
  defineFault(
    'resize-flavor-optional',
    'servers.resize.flavor-required',
    'A resize needs no flavor.',
    acceptedWhen('resize', lacks('flavorRef')),
  ),
  defineFault(
    'resize-flavor-null-accepted',
    'servers.resize.flavor-required',
    'The flavor of a resize may be null.',
    acceptedWhen('resize', hasNull('flavorRef')),
  ),
  defineFault(
    'resize-unknown-flavor-accepted',
    'servers.resize.flavor-required',
    'A resize to an unknown flavor is accepted.',
  ),
  defineFault(
    'resize-same-flavor-accepted',
    'servers.resize.same-flavor-refused',
    'A resize to the present flavor is accepted.',
  ),
  defineFault('resize-disk-config-unchecked', 'servers.resize.disk-config', 'A resize takes any disk configuration.'),
  defineFault(
    'resize-answers-body',
    'servers.resize.empty-body',
    'The answer to a resize has a body.',
    filled('resize'),
  ),
]

/** Defects of making images. */
export const imageFaults = [
  defineFault('create-image-refused', 'images.create.accepted', 'No image can be made.'),
  defineFault('create-image-in-any-state', 'images.create.states', 'An image can be made in any state.'),
  defineFault('create-image-only-when-stopped', 'images.create.states', 'An image of a running server is refused.'),
  defineFault('create-image-of-any-flavor', 'images.create.u2-only', 'An image can be made of any server.'),
  defineFault('create-image-never-active', 'images.create.becomes-active', 'A new image stays in saving.'),
  defineFault('create-image-name-ignored', 'images.create.named', 'A new image has another name than asked for.'),
  defineFault('create-image-name-optional', 'images.create.name-required', 'An image needs no name.'),
  defineFault('create-image-metadata-refused', 'images.create.metadata', 'Metadata of a new image is refused.'),
  defineFault(
    'create-image-location-missing',
    'images.create.location',
    'createImage has no Location.',
    mutateResponse('servers.action', (response) => withoutHeader(response, 'location')),
  ),
  defineFault(
    'create-image-location-to-collection',
    'images.create.location',
    'The Location of createImage leads to all images, not to the new one.',
    mutateResponse('servers.action', (response) => {
      const location = response.headers['location']?.replace(/\/[^/]+$/, '')
      return location === undefined ? response : { ...response, headers: { ...response.headers, location } }
    }),
  ),
  defineFault(
    'create-image-id-differs',
    'images.create.image-id',
    'createImage names another image in its body than in Location.',
    mutateResponse('servers.action', (response) =>
      'location' in response.headers ? { ...response, body: { image_id: strangeId } } : response,
    ),
  ),
]

/** Defects of adding and removing security groups. */
export const groupFaults = [
  defineFault('add-group-does-nothing', 'groups.add.attaches', 'Adding a security group changes nothing.'),
  defineFault('add-group-to-first-port-only', 'groups.add.every-port', 'A group is added to the first port only.'),
  defineFault(
    'add-group-object-optional',
    'groups.add.object-required',
    'addSecurityGroup may be null.',
    acceptedWhen('addSecurityGroup', isNoObject),
  ),
  defineFault(
    'add-group-name-optional',
    'groups.add.name-required',
    'addSecurityGroup needs no name.',
    acceptedWhen('addSecurityGroup', lacks('name')),
  ),
  defineFault(
    'add-group-name-null-accepted',
    'groups.add.name-required',
    'The name of a group to add may be null.',
    acceptedWhen('addSecurityGroup', hasNull('name')),
  ),
  defineFault('add-group-accepts-unknown', 'groups.add.name-required', 'A group that does not exist is added.'),
  defineFault('add-group-answers-body', 'groups.add.empty-body', 'The answer has a body.', filled('addSecurityGroup')),
  defineFault('remove-group-does-nothing', 'groups.remove.detaches', 'Removing a security group changes nothing.'),
  defineFault(
    'remove-group-from-first-port-only',
    'groups.remove.every-port',
    'A group is removed from the first port only.',
  ),
  defineFault(
    'remove-group-object-optional',
    'groups.remove.object-required',
    'removeSecurityGroup may be null.',
    acceptedWhen('removeSecurityGroup', isNoObject),
  ),
  defineFault(
    'remove-group-name-optional',
    'groups.remove.name-required',
    'removeSecurityGroup needs no name.',
    acceptedWhen('removeSecurityGroup', lacks('name')),
  ),
  defineFault(
    'remove-group-name-empty-accepted',
    'groups.remove.name-required',
    'The name of a group to remove may be empty.',
    acceptedWhen('removeSecurityGroup', isEmpty('name')),
  ),
  defineFault('remove-group-accepts-unknown', 'groups.remove.name-required', 'A group that does not exist is removed.'),
  defineFault(
    'remove-group-accepts-absent',
    'groups.remove.not-attached',
    'A group that the server does not have is removed.',
  ),
  defineFault(
    'remove-group-answers-body',
    'groups.remove.empty-body',
    'The answer has a body.',
    filled('removeSecurityGroup'),
  ),
]
