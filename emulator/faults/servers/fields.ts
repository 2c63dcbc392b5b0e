import { applyServerUpdate } from '../../services/compute/servers/update-server.ts'
import { type Defect, defineFault } from '../define-fault.ts'
import { asciiOnly, changed, type Edit, fixed, isObject, onlySelfLink, replaceWith, without } from '../edits.ts'
import { mutateBody, mutateServer } from '../mutators.ts'
import { nonexistentId } from '../responses.ts'

const nineHours = 9 * 3_600_000

/** Edits only servers that are shut down. */
const whenStopped =
  (edit: Edit): Edit =>
  (server) =>
    server['status'] === 'SHUTOFF' ? edit(server) : server

const inDetail = (edit: Edit) => mutateBody('servers.detail', 'servers.*', edit)

/** Stores the names of updates in another form. */
const newNamesAre = (convert: (name: string) => string): Defect =>
  applyServerUpdate.override((original, call, server, update) =>
    original(call, server, { ...update, name: update.name === undefined ? undefined : convert(update.name) }),
  )

/** Wrong values in the full representation of servers, in show and in the detailed list, nested objects excepted. */
export const serverFieldFaults = [
  defineFault(
    'server-name-in-latin',
    'servers.update.renames',
    'Characters of a new name that are not ASCII are lost.',
    newNamesAre(asciiOnly),
  ),
  defineFault(
    'server-name-in-small-letters',
    'servers.update.renames',
    'A new name is stored in lower case.',
    newNamesAre((name) => name.toLowerCase()),
  ),
  defineFault(
    'server-name-composed',
    'servers.update.renames',
    'A letter and its accent are stored as one character in a new name.',
    newNamesAre((name) => name.normalize('NFC')),
  ),
  defineFault(
    'server-updated-with-fraction',
    'servers.updated',
    'The time of the last change has a fraction and no time zone.',
    mutateServer(changed('updated', (time) => `${String(time).slice(0, 19)}.000000`)),
  ),
  defineFault(
    'server-updated-frozen',
    'servers.updated-moves',
    'The time of the last change is always the time of creation.',
    mutateServer((server) => ({ ...server, updated: server['created'] })),
  ),
  defineFault(
    'server-updated-too-early',
    'servers.updated-moves',
    'The time of the last change is nine hours too early.',
    mutateServer(
      changed('updated', (time) =>
        new Date(Date.parse(String(time)) - nineHours).toISOString().replace(/\.\d+Z$/, 'Z'),
      ),
    ),
  ),
  defineFault(
    'server-created-moves',
    'servers.created-constant',
    'The time of creation of a stopped server is an hour earlier.',
    mutateServer(
      whenStopped(
        changed('created', (time) =>
          new Date(Date.parse(String(time)) - 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z'),
        ),
      ),
    ),
  ),
  defineFault(
    'server-host-id-as-number',
    'servers.host-id',
    'The host id is a number.',
    mutateServer(fixed('hostId', 1)),
  ),
  defineFault('server-bookmark-missing', 'servers.links', 'Servers have only a self link.', mutateServer(onlySelfLink)),
  defineFault(
    'server-task-state-never-null',
    'servers.task-state.idle',
    'Without a task, the task state is a string.',
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
    'The power state is a string.',
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
    'The launch time is always null.',
    mutateServer(fixed('OS-SRV-USG:launched_at', null)),
  ),
  defineFault(
    'server-launched-at-lost-when-stopped',
    'servers.launched-at.set',
    'The launch time of a stopped server is null.',
    mutateServer(whenStopped(fixed('OS-SRV-USG:launched_at', null))),
  ),
  defineFault(
    'server-terminated-at-set',
    'servers.terminated-at',
    'Every server has a termination time.',
    mutateServer(fixed('OS-SRV-USG:terminated_at', 'never')),
  ),
  defineFault(
    'server-user-id-empty',
    'servers.user-id',
    'The user id is an empty string.',
    mutateServer(fixed('user_id', '')),
  ),
  defineFault(
    'server-tenant-id-wrong',
    'servers.tenant-id.own',
    'Servers have the id of another tenant.',
    mutateServer(fixed('tenant_id', '0'.repeat(32))),
  ),
  defineFault(
    'server-disk-config-unknown',
    'servers.disk-config',
    'Servers have an undefined disk configuration.',
    mutateServer(fixed('OS-DCF:diskConfig', 'DEFAULT')),
  ),
  defineFault(
    'server-ephemeral-disk-size-as-text',
    'servers.ephemeral-disk-size',
    'The size of the additional local disk is a text.',
    mutateServer(fixed('NHN-EXT-ATTR:ephemeral_disk_size', '0')),
  ),
  defineFault(
    'server-protect-missing',
    'servers.protect',
    'Servers do not show whether they are protected.',
    mutateServer(without('NHN-EXT-ATTR:protect')),
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
    'servers-detail-differs',
    'servers.show.equals-detail',
    'The detailed list has another key_name than show.',
    inDetail(fixed('key_name', 'another')),
  ),
  defineFault(
    'servers-detail-stopped-powered',
    'servers.show.equals-detail',
    'In the detailed list, the power state of a stopped server is 1.',
    inDetail(whenStopped(fixed('OS-EXT-STS:power_state', 1))),
  ),
  defineFault(
    'servers-detail-groups-lost',
    'servers.show.equals-detail',
    'In the detailed list, the only security group is default.',
    inDetail(fixed('security_groups', [{ name: 'default' }])),
  ),
  defineFault(
    'show-another-server',
    'servers.show.answers',
    'A shown server has the id of another one.',
    mutateBody('servers.show', 'server', replaceWith(nonexistentId)),
  ),
  defineFault(
    'show-unwrapped',
    'servers.show.object',
    'A shown server has no wrapper.',
    mutateBody('servers.show', '', ({ server }) => (isObject(server) ? server : {})),
  ),
]
