import { strangeId } from './answers.ts'
import { changed, exchangedFor, fixed, inBody, onlySelf, without } from './edits.ts'
import { row } from './fault.ts'
import { inServer } from './server-body.ts'

/** Fields of the full representation with a wrong value: in show and in the detailed list. */
export const representationFaults = [
  row(
    'server-security-groups-as-text',
    'servers.security-groups',
    'Groups are a string.',
    inServer(fixed('security_groups', 'default')),
  ),
  row(
    'server-group-name-missing',
    'servers.security-groups.name',
    'Groups have no name.',
    inServer(without('name'), 'security_groups.*'),
  ),
  row(
    'server-updated-with-fraction',
    'servers.updated',
    'The time of the last change has a fraction and no zone.',
    inServer(changed('updated', (time) => `${String(time).slice(0, 19)}.000000`)),
  ),
  row(
    'server-updated-frozen',
    'servers.updated-moves',
    'The time of the last change stays the time of creation.',
    inServer((server) => ({ ...server, updated: server['created'] })),
  ),
  row(
    'server-created-moves',
    'servers.created-constant',
    'The time of creation is that of the last change.',
    inServer((server) => ({ ...server, created: server['updated'] })),
  ),
  row('server-host-id-as-number', 'servers.host-id', 'The host is a number.', inServer(fixed('hostId', 1))),
  row('server-addresses-as-list', 'servers.addresses', 'Addresses are a list.', inServer(fixed('addresses', []))),
  row(
    'server-addresses-nested',
    'servers.addresses.by-network',
    'Under a network name is an object.',
    inServer(
      (addresses) => Object.fromEntries(Object.entries(addresses).map(([name, list]) => [name, { list }])),
      'addresses',
    ),
  ),
  row(
    'server-addresses-empty',
    'servers.addresses.per-port',
    'Servers never have an address.',
    inServer(fixed('addresses', {})),
  ),
  row(
    'server-mac-missing',
    'servers.addresses.mac',
    'Addresses have no MAC.',
    inServer(without('OS-EXT-IPS-MAC:mac_addr'), 'addresses.*.*'),
  ),
  row(
    'server-address-version-as-text',
    'servers.addresses.version',
    'The version of an address is a string.',
    inServer(fixed('version', '4'), 'addresses.*.*'),
  ),
  row(
    'server-address-with-length',
    'servers.addresses.addr',
    'An address carries a prefix length.',
    inServer(
      changed('addr', (address) => `${address}/24`),
      'addresses.*.*',
    ),
  ),
  row(
    'server-address-type-unknown',
    'servers.addresses.type',
    'The type of an address does not exist.',
    inServer(fixed('OS-EXT-IPS:type', 'private'), 'addresses.*.*'),
  ),
  row(
    'server-bookmark-missing',
    'servers.links',
    'Servers have a self link only.',
    inServer(changed('links', onlySelf)),
  ),
  row('server-image-id-missing', 'servers.image.id', 'The image has no id.', inServer(without('id'), 'image')),
  row(
    'server-image-links-missing',
    'servers.image.links',
    'The image has no links.',
    inServer(without('links'), 'image'),
  ),
  row(
    'server-image-id-wrong',
    'servers.create.image-used',
    'Servers name another image.',
    inServer(exchangedFor(strangeId), 'image'),
  ),
  row('server-flavor-id-missing', 'servers.flavor.id', 'The flavor has no id.', inServer(without('id'), 'flavor')),
  row(
    'server-flavor-links-missing',
    'servers.flavor.links',
    'The flavor has no links.',
    inServer(without('links'), 'flavor'),
  ),
  row(
    'server-flavor-id-wrong',
    'servers.create.flavor-used',
    'Servers name another flavor.',
    inServer(exchangedFor(strangeId), 'flavor'),
  ),
  row(
    'server-task-state-never-null',
    'servers.task-state.idle',
    'Without a task, the task state is a word.',
    inServer(changed('OS-EXT-STS:task_state', (task) => task ?? 'none')),
  ),
  row(
    'server-vm-state-stuck',
    'servers.vm-state.agrees',
    'The vm_state is always building.',
    inServer(fixed('OS-EXT-STS:vm_state', 'building')),
  ),
  row(
    'server-power-state-as-text',
    'servers.power-state',
    'The power state is a word.',
    inServer(changed('OS-EXT-STS:power_state', (state) => (state === 1 ? 'on' : 'off'))),
  ),
  row(
    'server-power-state-stuck',
    'servers.power-state.agrees',
    'The power state is always 1.',
    inServer(fixed('OS-EXT-STS:power_state', 1)),
  ),
  row(
    'server-launched-at-null',
    'servers.launched-at.set',
    'No server was ever launched.',
    inServer(fixed('OS-SRV-USG:launched_at', null)),
  ),
  row(
    'server-terminated-at-set',
    'servers.terminated-at',
    'Every server has a time of termination.',
    inServer(fixed('OS-SRV-USG:terminated_at', 'never')),
  ),
  row('server-user-id-empty', 'servers.user-id', 'The user is an empty string.', inServer(fixed('user_id', ''))),
  row(
    'server-tenant-id-wrong',
    'servers.tenant-id.own',
    'Servers name another tenant.',
    inServer(fixed('tenant_id', '0'.repeat(32))),
  ),
  row(
    'server-disk-config-unknown',
    'servers.disk-config',
    'The disk configuration does not exist.',
    inServer(fixed('OS-DCF:diskConfig', 'DEFAULT')),
  ),
  row(
    'server-volume-id-missing',
    'servers.volumes-attached.id',
    'Attached volumes have no id.',
    inServer(without('id'), 'os-extended-volumes:volumes_attached.*'),
  ),
  row(
    'server-volumes-empty',
    'servers.volumes-attached.agrees',
    'Servers never show a volume.',
    inServer(fixed('os-extended-volumes:volumes_attached', [])),
  ),
  row(
    'server-metadata-not-text',
    'servers.metadata',
    'Metadata values are objects.',
    inServer((metadata) => Object.fromEntries(Object.keys(metadata).map((key) => [key, {}])), 'metadata'),
  ),
  row('server-access-ipv4-null', 'servers.access-ipv4', 'accessIPv4 is null.', inServer(fixed('accessIPv4', null))),
  row('server-access-ipv6-null', 'servers.access-ipv6', 'accessIPv6 is null.', inServer(fixed('accessIPv6', null))),
  row(
    'server-progress-as-text',
    'servers.progress',
    'The progress is a string.',
    inServer(changed('progress', (value) => `${value}%`)),
  ),
  row(
    'server-config-drive-boolean',
    'servers.config-drive',
    'config_drive is a Boolean.',
    inServer(fixed('config_drive', false)),
  ),
  row(
    'show-another-server',
    'servers.show.answers',
    'Show answers with the id of another server.',
    inBody('servers.show', 'server', exchangedFor(strangeId)),
  ),
  row(
    'show-unwrapped',
    'servers.show.object',
    'Show has no wrapper.',
    inBody('servers.show', '', ({ server }) =>
      typeof server === 'object' && server !== null && 'id' in server ? server : {},
    ),
  ),
]
