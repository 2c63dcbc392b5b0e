import { flavorFilter, imageFilter } from '../../services/compute/servers/filters.ts'
import { defineFault } from '../define-fault.ts'
import { isListWith } from './list-filters.ts'

/** Lists that are wrong only beside something else. */
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
]
