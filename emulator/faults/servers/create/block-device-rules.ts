import { volumeTypes } from '../../../state/volumes.ts'
import { planVolume } from '../../../validation/volumes.ts'
import { defineFault } from '../../define-fault.ts'
import { fixed } from '../../edits.ts'
import { hasEntry, readAsIf, readDevicesAsIf, rejectServerIf } from './create-request-edits.ts'

/** Faults of the rules for block devices that the document has since its edition of May 2026. */
export const blockDeviceRuleFaults = [
  defineFault(
    'create-source-type-optional',
    'servers.create.source-type-required',
    'A block device without a source type is taken for one from an image.',
    readDevicesAsIf((device) => !('source_type' in device), fixed('source_type', 'image')),
  ),
  defineFault(
    'create-destination-type-optional',
    'servers.create.destination-type-required',
    'A block device without a destination type is taken for a volume.',
    readDevicesAsIf((device) => !('destination_type' in device), fixed('destination_type', 'volume')),
  ),
  defineFault(
    'create-boot-index-optional',
    'servers.create.boot-index-required',
    'A block device without a boot index is taken for the root.',
    readDevicesAsIf((device) => !('boot_index' in device), fixed('boot_index', 0)),
  ),
  defineFault(
    'create-blank-root-accepted',
    'servers.create.blank-root',
    'A server can boot from a blank volume.',
    planVolume.overrideWhen(
      (_cloud, _tenantId, { source }, isRoot) => source === 'blank' && isRoot,
      (original, cloud, tenantId, device) => ({ ...original(cloud, tenantId, device, false), isRoot: true }),
    ),
  ),
  defineFault(
    'create-eleven-accepted',
    'servers.create.count-maximum',
    'A request for more than ten servers is accepted, and creates one.',
    readAsIf(({ max_count: most }) => Number(most) > 10, fixed('max_count', 1)),
  ),
  defineFault(
    'create-volume-type-ignored',
    'servers.create.volume-type',
    'A volume is made of the default type whatever the request says.',
    planVolume.override((original, cloud, tenantId, device, isRoot) => {
      const isKnown = volumeTypes.some((name) => name === device.volumeType)
      return original(cloud, tenantId, isKnown ? { ...device, volumeType: undefined } : device, isRoot)
    }),
  ),
  defineFault(
    'create-volume-type-unchecked',
    'servers.create.volume-type',
    'An unknown type of volume is ignored.',
    planVolume.overrideWhen(
      (_cloud, _tenantId, { volumeType }) =>
        volumeType !== undefined && !volumeTypes.some((name) => name === volumeType),
      (original, cloud, tenantId, device, isRoot) =>
        original(cloud, tenantId, { ...device, volumeType: undefined }, isRoot),
    ),
  ),
  defineFault(
    'create-volume-type-refused',
    'servers.create.volume-type',
    'A create request with a type of volume is rejected.',
    rejectServerIf(({ block_device_mapping_v2: devices }) => hasEntry(devices, (device) => 'volume_type' in device)),
  ),
  defineFault(
    'create-volume-deleted-by-default',
    'servers.create.volume-kept-by-default',
    'A volume without delete_on_termination is deleted with its server.',
    readDevicesAsIf((device) => !('delete_on_termination' in device), fixed('delete_on_termination', true)),
  ),
]
