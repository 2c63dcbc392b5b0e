import { defineFault } from './define-fault.ts'
import { changed, fixed, mutateBody, onlySelf, replaceWith, without } from './mutators.ts'
import { strangeId } from './responses.ts'
import { mutateServer } from './server-mutators.ts'

/** Fields of the full representation with a wrong value: in show and in the detailed list. */
export const representationFaults = [
  defineFault(
    'server-security-groups-as-text',
    'servers.security-groups',
    'Groups are a string.',
    mutateServer(fixed('security_groups', 'default')),
  ),
  defineFault(
    'server-group-name-missing',
    'servers.security-groups.name',
    'Groups have no name.',
    mutateServer(without('name'), 'security_groups.*'),
  ),
  defineFault(
    'server-updated-with-fraction',
    'servers.updated',
    'The time of the last change has a fraction and no zone.',
    mutateServer(changed('updated', (time) => `${String(time).slice(0, 19)}.000000`)),
  ),
  defineFault(
    'server-updated-frozen',
    'servers.updated-moves',
    'The time of the last change stays the time of creation.',
    mutateServer((server) => ({ ...server, updated: server['created'] })),
  ),
  defineFault(
    'server-created-moves',
    'servers.created-constant',
    'The time of creation is that of the last change.',
    mutateServer((server) => ({ ...server, created: server['updated'] })),
  ),
  defineFault('server-host-id-as-number', 'servers.host-id', 'The host is a number.', mutateServer(fixed('hostId', 1))),
  defineFault(
    'server-addresses-as-list',
    'servers.addresses',
    'Addresses are a list.',
    mutateServer(fixed('addresses', [])),
  ),
  defineFault(
    'server-addresses-nested',
    'servers.addresses.by-network',
    'Under a network name is an object.',
    mutateServer(
      (addresses) => Object.fromEntries(Object.entries(addresses).map(([name, list]) => [name, { list }])),
      'addresses',
    ),
  ),
  defineFault(
    'server-addresses-empty',
    'servers.addresses.per-port',
    'Servers never have an address.',
    mutateServer(fixed('addresses', {})),
  ),
  defineFault(
    'server-mac-missing',
    'servers.addresses.mac',
    'Addresses have no MAC.',
    mutateServer(without('OS-EXT-IPS-MAC:mac_addr'), 'addresses.*.*'),
  ),
  defineFault(
    'server-address-version-as-text',
    'servers.addresses.version',
    'The version of an address is a string.',
    mutateServer(fixed('version', '4'), 'addresses.*.*'),
  ),
  defineFault(
    'server-address-with-length',
    'servers.addresses.addr',
    'An address carries a prefix length.',
    mutateServer(
      changed('addr', (address) => `${address}/24`),
      'addresses.*.*',
    ),
  ),
  defineFault(
    'server-address-type-unknown',
    'servers.addresses.type',
    'The type of an address does not exist.',
    mutateServer(fixed('OS-EXT-IPS:type', 'private'), 'addresses.*.*'),
  ),
  defineFault(
    'server-bookmark-missing',
    'servers.links',
    'Servers have a self link only.',
    mutateServer(changed('links', onlySelf)),
  ),
  defineFault(
    'server-image-id-missing',
    'servers.image.id',
    'The image has no id.',
    mutateServer(without('id'), 'image'),
  ),
  defineFault(
    'server-image-links-missing',
    'servers.image.links',
    'The image has no links.',
    mutateServer(without('links'), 'image'),
  ),
  defineFault(
    'server-image-id-wrong',
    'servers.create.image-used',
    'Servers name another image.',
    mutateServer(replaceWith(strangeId), 'image'),
  ),
  defineFault(
    'server-flavor-id-missing',
    'servers.flavor.id',
    'The flavor has no id.',
    mutateServer(without('id'), 'flavor'),
  ),
  defineFault(
    'server-flavor-links-missing',
    'servers.flavor.links',
    'The flavor has no links.',
    mutateServer(without('links'), 'flavor'),
  ),
  defineFault(
    'server-flavor-id-wrong',
    'servers.create.flavor-used',
    'Servers name another flavor.',
    mutateServer(replaceWith(strangeId), 'flavor'),
  ),
  defineFault(
    'server-task-state-never-null',
    'servers.task-state.idle',
    'Without a task, the task state is a word.',
    mutateServer(changed('OS-EXT-STS:task_state', (task) => task ?? 'none')),
  ),
  defineFault(
    'server-vm-state-stuck',
    'servers.vm-state.agrees',
    'The vm_state is always building.',
    mutateServer(fixed('OS-EXT-STS:vm_state', 'building')),
  ),
  defineFault(
    'server-power-state-as-text',
    'servers.power-state',
    'The power state is a word.',
    mutateServer(changed('OS-EXT-STS:power_state', (state) => (state === 1 ? 'on' : 'off'))),
  ),
  defineFault(
    'server-power-state-stuck',
    'servers.power-state.agrees',
    'The power state is always 1.',
    mutateServer(fixed('OS-EXT-STS:power_state', 1)),
  ),
  defineFault(
    'server-launched-at-null',
    'servers.launched-at.set',
    'No server was ever launched.',
    mutateServer(fixed('OS-SRV-USG:launched_at', null)),
  ),
  defineFault(
    'server-terminated-at-set',
    'servers.terminated-at',
    'Every server has a time of termination.',
    mutateServer(fixed('OS-SRV-USG:terminated_at', 'never')),
  ),
  defineFault(
    'server-user-id-empty',
    'servers.user-id',
    'The user is an empty string.',
    mutateServer(fixed('user_id', '')),
  ),
  defineFault(
    'server-tenant-id-wrong',
    'servers.tenant-id.own',
    'Servers name another tenant.',
    mutateServer(fixed('tenant_id', '0'.repeat(32))),
  ),
  defineFault(
    'server-disk-config-unknown',
    'servers.disk-config',
    'The disk configuration does not exist.',
    mutateServer(fixed('OS-DCF:diskConfig', 'DEFAULT')),
  ),
  defineFault(
    'server-volume-id-missing',
    'servers.volumes-attached.id',
    'Attached volumes have no id.',
    mutateServer(without('id'), 'os-extended-volumes:volumes_attached.*'),
  ),
  defineFault(
    'server-volumes-empty',
    'servers.volumes-attached.agrees',
    'Servers never show a volume.',
    mutateServer(fixed('os-extended-volumes:volumes_attached', [])),
  ),
  defineFault(
    'server-metadata-not-text',
    'servers.metadata',
    'Metadata values are objects.',
    mutateServer((metadata) => Object.fromEntries(Object.keys(metadata).map((key) => [key, {}])), 'metadata'),
  ),
  defineFault(
    'server-access-ipv4-null',
    'servers.access-ipv4',
    'accessIPv4 is null.',
    mutateServer(fixed('accessIPv4', null)),
  ),
  defineFault(
    'server-access-ipv6-null',
    'servers.access-ipv6',
    'accessIPv6 is null.',
    mutateServer(fixed('accessIPv6', null)),
  ),
  defineFault(
    'server-progress-as-text',
    'servers.progress',
    'The progress is a string.',
    mutateServer(changed('progress', (value) => `${value}%`)),
  ),
  defineFault(
    'server-config-drive-boolean',
    'servers.config-drive',
    'config_drive is a Boolean.',
    mutateServer(fixed('config_drive', false)),
  ),
  defineFault(
    'show-another-server',
    'servers.show.answers',
    'Show answers with the id of another server.',
    mutateBody('servers.show', 'server', replaceWith(strangeId)),
  ),
  defineFault(
    'show-unwrapped',
    'servers.show.object',
    'Show has no wrapper.',
    mutateBody('servers.show', '', ({ server }) =>
      typeof server === 'object' && server !== null && 'id' in server ? server : {},
    ),
  ),
]
