import { isObject } from '../faults/edits.ts'
import { badRequest } from '../server/errors.ts'
import { volumeTypes } from '../state/volumes.ts'
import { readCreateRequest } from '../validation/server-create.ts'
import { planVolume } from '../validation/volumes.ts'

const mandatory = ['source_type', 'destination_type', 'boot_index']

/** The block devices of a create request, as far as they are objects. */
function requestedDevices(body: unknown) {
  const server = isObject(body) ? body['server'] : undefined
  const devices = isObject(server) ? server['block_device_mapping_v2'] : undefined
  return Array.isArray(devices) ? devices.filter(isObject) : []
}

/** What the edition of May 2026 requires of block devices in addition. */
export const blockDeviceChanges = [
  readCreateRequest.override((original, cloud, body) => {
    for (const device of requestedDevices(body))
      for (const name of mandatory)
        if (device[name] === undefined)
          throw badRequest(
            `Invalid input for field/attribute block_device_mapping_v2. '${name}' is a required property`,
          )
    return original(cloud, body)
  }),
  planVolume.override((original, cloud, tenantId, device, isRoot) => {
    const isKnown = device.volumeType === undefined || volumeTypes.some((name) => name === device.volumeType)
    if (!isKnown) throw badRequest(`Volume type ${device.volumeType} could not be found.`)
    return original(cloud, tenantId, device, isRoot)
  }),
]
