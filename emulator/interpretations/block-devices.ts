import { hasEntry, rejectServer } from '../faults/servers/create/create-request-edits.ts'
import { planVolume, rootSizeBounds } from '../validation/volumes.ts'
import { defineInterpretation } from './define-interpretation.ts'

/** The block devices of requests to create servers. */
export const blockDeviceInterpretations = [
  defineInterpretation(
    {
      name: 'root-device-required',
      ambiguities: ['B-14'],
      description: 'A list of block devices without boot_index 0 is rejected, as in Nova.',
    },
    rejectServer(
      'Block Device Mapping is Invalid: Boot sequence.',
      ({ block_device_mapping_v2: devices }) =>
        Array.isArray(devices) &&
        devices.length > 0 &&
        !hasEntry(devices, ({ boot_index: index }) => Number(index) === 0),
    ),
  ),
  defineInterpretation(
    {
      name: 'delete-on-termination-boolean',
      ambiguities: ['B-15'],
      description: 'delete_on_termination must be a Boolean; the 1 of the example is rejected.',
    },
    rejectServer('delete_on_termination is not a boolean.', ({ block_device_mapping_v2: devices }) =>
      hasEntry(devices, ({ delete_on_termination: value }) => value !== undefined && typeof value !== 'boolean'),
    ),
  ),
  defineInterpretation(
    {
      name: 'device-name-rejected',
      ambiguities: ['B-13'],
      description: 'A block device with a device_name, which only the example has, is rejected.',
      unexpectedBy: ['servers.create.device-name'],
    },
    rejectServer('Unknown attribute device_name.', ({ block_device_mapping_v2: devices }) =>
      hasEntry(devices, ({ device_name: name }) => name !== undefined),
    ),
  ),
  defineInterpretation(
    {
      name: 'root-disk-of-20',
      ambiguities: ['B-23'],
      description: 'The smallest root disk of a Linux image is 20 GB, and the largest has 1000 GB.',
    },
    rootSizeBounds.override((original, cloud, image) => ({
      least: Math.max(20, original(cloud, image).least),
      most: 1000,
    })),
  ),
  defineInterpretation(
    {
      name: 'volume-size-of-image',
      ambiguities: ['B-13'],
      description: 'The volume_size of a root volume may be absent; the volume is then as large as the image demands.',
    },
    planVolume.overrideWhen(
      (_cloud, _tenantId, { source, size }) => source === 'image' && size === undefined,
      (original, cloud, tenantId, device, isRoot) => original(cloud, tenantId, { ...device, size: 50 }, isRoot),
    ),
  ),
  defineInterpretation(
    {
      name: 'volume-source-copied',
      ambiguities: ['B-87'],
      description: 'A block device with the source volume becomes a new volume, as the document says.',
    },
    planVolume.overrideWhen(
      (_cloud, _tenantId, { source }, isRoot) => source === 'volume' && !isRoot,
      (original, cloud, tenantId, device, isRoot) => {
        const plan = original(cloud, tenantId, device, isRoot)
        if (!('volume' in plan.source)) return plan
        const { size, bootable, type } = plan.source.volume
        return { ...plan, source: { fresh: { size, bootable, type, snapshotId: null, metadata: {} } } }
      },
    ),
  ),
]
