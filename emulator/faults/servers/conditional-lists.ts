import { flavorFilter, imageFilter, nameFilter, statusFilter } from '../../services/compute/servers/filters.ts'
import { maximumPage, readLimit } from '../../services/pagination.ts'
import { defineFault } from '../define-fault.ts'
import { isListWith } from './list-filters.ts'

/** Faults of lists that show only together with other parameters or resources. */
export const conditionalListFaults = [
  defineFault(
    'deep-list-image-lost-beside-name',
    'servers.list.image',
    'servers.list ignores image when the request has a name too.',
    imageFilter.overrideWhen(isListWith('servers.list', 'image', 'name'), () => () => true),
  ),
  defineFault(
    'deep-detail-flavor-lost-beside-name',
    'servers.detail.flavor',
    'servers.detail ignores flavor when the request has a name too.',
    flavorFilter.overrideWhen(isListWith('servers.detail', 'flavor', 'name'), () => () => true),
  ),
  defineFault(
    'deep-list-limit-lost-beside-flavor',
    'servers.list.limit',
    'servers.list ignores limit when the request has a flavor too.',
    readLimit.overrideWhen(isListWith('servers.list', 'limit', 'flavor'), () => maximumPage),
  ),
  defineFault(
    'deep-detail-limit-lost-beside-changes-since',
    'servers.detail.limit',
    'servers.detail ignores limit when the request has changes-since too.',
    readLimit.overrideWhen(isListWith('servers.detail', 'limit', 'changes-since'), () => maximumPage),
  ),
  defineFault(
    'deep-list-status-lost-beside-marker',
    'servers.list.status',
    'servers.list ignores status when the request has a marker too.',
    statusFilter.overrideWhen(isListWith('servers.list', 'status', 'marker'), () => () => true),
  ),
  defineFault(
    'deep-detail-flavor-lost-beside-marker',
    'servers.detail.flavor',
    'servers.detail ignores flavor when the request has a marker too.',
    flavorFilter.overrideWhen(isListWith('servers.detail', 'flavor', 'marker'), () => () => true),
  ),
  defineFault(
    'deep-detail-status-lost-beside-changes-since',
    'servers.detail.status',
    'servers.detail ignores status when the request has changes-since too.',
    statusFilter.overrideWhen(isListWith('servers.detail', 'status', 'changes-since'), () => () => true),
  ),
  defineFault(
    'deep-detail-image-lost-beside-marker',
    'servers.detail.image',
    'servers.detail ignores image when the request has a marker too.',
    imageFilter.overrideWhen(isListWith('servers.detail', 'image', 'marker'), () => () => true),
  ),
  defineFault(
    'deep-list-name-finds-id',
    'servers.list.name',
    'servers.list finds a server by its id in place of its name, too.',
    nameFilter.overrideWhen(isListWith('servers.list', 'name'), (original, call) => {
      const matches = original(call)
      return (server) => matches(server) || server.id === call.query.get('name')
    }),
  ),
  defineFault(
    'deep-list-name-lost-beside-marker',
    'servers.list.name',
    'servers.list ignores name when the request has a marker too.',
    nameFilter.overrideWhen(isListWith('servers.list', 'name', 'marker'), () => () => true),
  ),
]
