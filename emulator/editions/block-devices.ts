import { isObject } from '../faults/edits.ts'
import { badRequest } from '../server/errors.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { volumeTypes } from '../state/volumes.ts'
import type { ServerPlan } from '../transitions/create-servers.ts'
import { readCreateRequest } from '../validation/server-create.ts'
import { planServer } from '../validation/server-plan.ts'
import { planVolume } from '../validation/volumes.ts'

const mandatory = ['source_type', 'destination_type', 'boot_index']

/** Returns the block devices of a create request that are objects. */
function requestedDevices(body: unknown) {
  const server = isObject(body) ? body['server'] : undefined
  const devices = isObject(server) ? server['block_device_mapping_v2'] : undefined
  return Array.isArray(devices) ? devices.filter(isObject) : []
}

/** Returns the zone of the volume or the snapshot that a root is made from; undefined for a root of another source. */
function zoneOfSource(cloud: CloudState, { volumes }: ServerPlan): string | undefined {
  const source = volumes.find(({ isRoot }) => isRoot)?.source
  if (source === undefined) return undefined
  if ('volume' in source) return source.volume.zone
  const snapshot = cloud.volumeSnapshots.get(source.fresh.snapshotId ?? '')
  return cloud.volumes.get(snapshot?.volumeId ?? '')?.zone
}

/** The additional rules of edition 2026-05 for block devices. */
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
  planServer.override((original, cloud, user, request) => {
    const plan = original(cloud, user, request)
    const zone = zoneOfSource(cloud, plan) ?? plan.zone
    if (plan.zone !== undefined && plan.zone !== zone) throw badRequest(`The source of the root is in zone ${zone}.`)
    return { ...plan, zone }
  }),
]
