import { defineFault } from './define-fault.ts'
import { type Edit, fixed, mutateBody, mutateResponse, renamed, without } from './mutators.ts'

const inAnswer = (change: Edit) => mutateBody('servers.create', 'server', change)

/** Defects of the answer to a create request, and of the life that follows. */
export const creationFaults = [
  defineFault(
    'create-location-lost',
    'servers.create.answers',
    'Create is answered with an id that nothing has.',
    inAnswer(fixed('id', '00000000-0000-4000-8000-000000000000')),
  ),
  defineFault(
    'create-id-missing',
    'servers.create.id',
    'Create does not name the new server.',
    inAnswer(without('id')),
  ),
  defineFault(
    'create-groups-not-echoed',
    'servers.create.groups-echoed',
    'Create does not repeat the groups.',
    inAnswer(without('security_groups')),
  ),
  defineFault(
    'create-disk-config-unknown',
    'servers.create.disk-config',
    'Create names an unknown disk configuration.',
    inAnswer(fixed('OS-DCF:diskConfig', 'DEFAULT')),
  ),
  defineFault(
    'create-links-missing',
    'servers.create.links',
    'Create answers without links.',
    inAnswer(without('links')),
  ),
  defineFault(
    'create-renamed',
    'servers.create.object',
    'Create has another wrapper.',
    mutateBody('servers.create', '', renamed('server', 'instance')),
  ),
  defineFault('create-never-active', 'servers.create.becomes-active', 'A new server stays in BUILD for ever.'),
  defineFault('create-ends-in-error', 'servers.create.becomes-active', 'Every new server ends in ERROR.'),
  defineFault('create-ends-stopped', 'servers.create.becomes-active', 'A new server is shut down once it is built.'),
]

/** Defects of what becomes of a create request. */
export const fulfilmentFaults = [
  defineFault('create-name-changed', 'servers.create.name-shown', 'A new server has another name.'),
  defineFault(
    'create-first-network-only',
    'servers.create.nic-per-network',
    'Only the first network gets an interface.',
  ),
  defineFault(
    'create-network-ignored',
    'servers.create.network-uuid',
    'Another network is used, unless an address is asked for.',
  ),
  defineFault(
    'create-port-ignored',
    'servers.create.network-port',
    'A new port is made instead of using the given one.',
  ),
  defineFault(
    'create-fixed-ip-ignored',
    'servers.create.network-fixed-ip',
    'Another address is given than the one asked for.',
  ),
  defineFault(
    'create-groups-ignored',
    'servers.create.security-groups',
    'Security groups of the request are thrown away.',
  ),
  defineFault(
    'create-wrong-default-group',
    'servers.create.default-group',
    'Without security groups, another than default is used.',
  ),
  defineFault('create-zone-ignored', 'servers.create.zone', 'Another zone is used.'),
  defineFault(
    'create-zone-unlisted',
    'servers.create.zone-chosen',
    'Without a zone, one is chosen that is not listed.',
  ),
  defineFault('create-metadata-lost', 'servers.create.metadata', 'Metadata of the request is thrown away.'),
  defineFault('create-key-name-lost', 'servers.create.key-name', 'The key is forgotten.'),
  defineFault('create-data-volume-lost', 'servers.create.blank-volume', 'Volumes beside the root disk are not made.'),
  defineFault('create-root-volume-hidden', 'servers.create.destination-volume', 'The root volume is never shown.'),
  defineFault('create-local-root-as-volume', 'servers.create.destination-local', 'A local root disk is a volume.'),
  defineFault(
    'create-volume-kept',
    'servers.create.delete-on-termination',
    'Volumes outlive their server although they should not.',
  ),
  defineFault(
    'create-volume-lost',
    'servers.create.delete-on-termination',
    'Volumes go with their server although they should not.',
  ),
  defineFault('create-volume-size-ignored', 'servers.create.volume-size', 'A volume has another size than asked for.'),
  defineFault('create-one-too-many', 'servers.create.counts', 'One server more is made than max_count says.'),
]

/** Defects of updating and deleting. */
export const changeFaults = [
  defineFault('update-does-nothing', 'servers.update.renames', 'An update changes nothing.'),
  defineFault(
    'update-not-idempotent',
    'servers.update.renames',
    'A server that is given the name it has is called otherwise.',
  ),
  defineFault('update-clears-others', 'servers.update.single-attribute', 'An update clears what it does not name.'),
  defineFault('update-access-address-lost', 'servers.update.access-ipv4', 'An update of accessIPv4 is thrown away.'),
  defineFault('update-changes-host', 'servers.update.limited', 'An update can name another host.'),
  defineFault(
    'update-answers-old-state',
    'servers.update.answer',
    'The answer to an update shows the server as it was.',
  ),
  defineFault(
    'update-name-cut',
    'servers.update.name-length',
    'A new name that is too long is cut instead of refused.',
  ),
  defineFault('delete-does-nothing', 'servers.delete.removes', 'A deleted server stays.'),
  defineFault(
    'delete-answers-body',
    'servers.delete.empty-body',
    'The answer to a delete carries an object.',
    mutateResponse('servers.delete', (response) =>
      response.status === 204 ? { ...response, status: 202, body: { server: null } } : response,
    ),
  ),
  defineFault('delete-twice-accepted', 'servers.unknown-refused', 'A server that was deleted can be deleted again.'),
  defineFault('delete-accepts-unknown', 'servers.unknown-refused', 'A server that never existed is deleted.'),
]
