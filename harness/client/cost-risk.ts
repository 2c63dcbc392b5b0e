import { resolvePointer } from '#contract'
import type { CostRisk, ResourceKind } from '#model'
import type { OutgoingRequest } from './outgoing-request.ts'
import { requestedServers } from './server-admission.ts'

const noRisk: CostRisk = { servers: 0, volumes: 0, gigabytes: 0, largestVolume: 0 }

const sizeOf = (device: unknown): number => {
  const size = Number(resolvePointer(device, 'device/volume_size'))
  return Number.isFinite(size) ? Math.max(0, size) : 0
}

/** Tells whether a device requests a new volume. */
const isNewVolume = (device: unknown): boolean =>
  resolvePointer(device, 'device/destination_type') !== 'local' &&
  resolvePointer(device, 'device/source_type') !== 'volume'

/** Returns the resources that a createServer request would create if the target accepted it. */
function riskOfCreate(content: unknown): CostRisk {
  const servers = requestedServers(content)
  const devices = resolvePointer(content, 'body/server/block_device_mapping_v2')
  const sizes = (Array.isArray(devices) ? devices : []).filter(isNewVolume).map(sizeOf)
  return {
    servers,
    volumes: sizes.length * servers,
    gigabytes: sizes.reduce((sum, size) => sum + size, 0) * servers,
    largestVolume: Math.max(0, ...sizes),
  }
}

/** Returns the resources that an invalid request would create if the target accepted it; undefined for a valid request. */
export function riskOf(
  kind: ResourceKind,
  { isInvalid, content }: Pick<OutgoingRequest, 'content' | 'isInvalid'>,
): CostRisk | undefined {
  if (!isInvalid) return undefined
  return kind === 'server' ? riskOfCreate(content) : noRisk
}
