import { defineHook } from '../fault-injection/hooks.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Attachment, Server } from '../state/servers.ts'
import type { Volume } from '../state/volumes.ts'
import { drawDuration, dueAfter } from './transition.ts'

/** Returns the next free device. /dev/vda is always the root disk, even when that is not a volume. */
export function nextDevice(server: Server): string {
  const used = new Set(server.attachments.map((attachment) => attachment.device))
  const letters = 'bcdefghijklmnopqrstuvwxyz'
  const letter = [...letters].find((candidate) => !used.has(`/dev/vd${candidate}`))
  return `/dev/vd${letter ?? `b${used.size}`}`
}

/** Maps the volumes of the request to the server, in the last stage of a build. */
export function mapDevices(cloud: CloudState, server: Server, at: number): void {
  server.hasDevices = true
  for (const { volumeId, device } of server.attachments) {
    const volume = cloud.volumes.get(volumeId)
    if (volume === undefined) continue
    volume.status = 'in-use'
    volume.attachment = { serverId: server.id, device, at }
    volume.updatedAt = at
  }
}

/** Tells whether a volume is kept when its server is deleted. */
export const survivesServer = defineHook(
  'devices.survivesServer',
  (_cloud: CloudState, { deleteOnTermination }: Attachment): boolean => !deleteOnTermination,
)

/** Releases the ports and volumes of a deleted server, and deletes those that were created for it alone. */
export function releaseDevices(cloud: CloudState, server: Server, at: number): void {
  for (const port of cloud.networking.ports.of(server.id)) {
    if (port.isTransient) cloud.networking.removePort(port)
    else cloud.networking.ports.bind(port, '')
  }
  for (const attachment of server.attachments) {
    const { volumeId } = attachment
    cloud.scheduler.cancel(volumeId)
    const volume = cloud.volumes.get(volumeId)
    if (volume === undefined) continue
    if (!survivesServer(cloud, attachment)) {
      cloud.volumes.delete(volumeId)
      continue
    }
    volume.status = 'available'
    volume.attachment = undefined
    volume.updatedAt = at
  }
  server.attachments = []
  server.hasAddresses = false
}

/** Begins to attach an available volume. The attachment is visible at once, but the volume is `in-use` only at the end. */
export const attachVolume = defineHook(
  'devices.attachVolume',
  (cloud: CloudState, server: Server, volume: Volume, device: string): void => {
    const now = cloud.clock.now()
    const attachment = { volumeId: volume.id, device, isRoot: false, deleteOnTermination: false }
    server.attachments = [...server.attachments, attachment]
    volume.status = 'attaching'
    volume.updatedAt = now
    const due = dueAfter(drawDuration(cloud, 'attach'), now)
    const event = { kind: 'attached', server: server.id, device } as const
    cloud.scheduler.schedule({ due, owner: volume.id, countedIds: [volume.id], event })
  },
)

/** Completes the attachment of a volume. `at`: milliseconds since the epoch. */
export function finishAttaching(volume: Volume, serverId: string, device: string, at: number): void {
  volume.status = 'in-use'
  volume.attachment = { serverId, device, at }
  volume.updatedAt = at
}

/** Begins to detach a volume. The attachment remains visible until the end. */
export const detachVolume = defineHook(
  'devices.detachVolume',
  (cloud: CloudState, server: Server, volume: Volume): void => {
    const now = cloud.clock.now()
    volume.status = 'detaching'
    volume.updatedAt = now
    const due = dueAfter(drawDuration(cloud, 'detach'), now)
    const event = { kind: 'detached', server: server.id } as const
    cloud.scheduler.schedule({ due, owner: volume.id, countedIds: [volume.id], event })
  },
)

/** Completes the detachment of a volume. `at`: milliseconds since the epoch. */
export function finishDetaching(cloud: CloudState, volume: Volume, serverId: string, at: number): void {
  const server = cloud.servers.get(serverId)
  if (server !== undefined) {
    server.attachments = server.attachments.filter((attachment) => attachment.volumeId !== volume.id)
  }
  volume.status = 'available'
  volume.attachment = undefined
  volume.updatedAt = at
}
