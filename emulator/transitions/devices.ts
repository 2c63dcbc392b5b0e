import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'
import type { Volume } from '../state/volumes.ts'
import { dueAfter, spanOf } from './transition.ts'

/** The next free name: /dev/vda is always the root disk, wherever that is. */
export function nextDevice(server: Server): string {
  const used = new Set(server.attachments.map((attachment) => attachment.device))
  const letters = 'bcdefghijklmnopqrstuvwxyz'
  const letter = [...letters].find((candidate) => !used.has(`/dev/vd${candidate}`))
  return `/dev/vd${letter ?? `b${used.size}`}`
}

/** The last step of a build: the volumes of the request become the server's. */
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

/** Lets go of everything a server holds, when it is deleted: ports made for it, volumes that shall go with it. */
export function releaseDevices(cloud: CloudState, server: Server, at: number): void {
  for (const port of cloud.networking.ports.of(server.id)) {
    if (port.isTransient) cloud.networking.removePort(port)
    else cloud.networking.ports.bind(port, '')
  }
  for (const { volumeId, deleteOnTermination } of server.attachments) {
    cloud.scheduler.cancel(volumeId)
    const volume = cloud.volumes.get(volumeId)
    if (volume === undefined) continue
    const isKept = cloud.faults.has('create-volume-kept') || !deleteOnTermination
    if (!isKept || cloud.faults.has('create-volume-lost')) {
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

/** Attaches an available volume. The attachment shows at once; the volume is in use after a while. */
export function attachVolume(cloud: CloudState, server: Server, volumeId: string, device: string): void {
  const volume = cloud.volumes.get(volumeId)
  if (volume === undefined) return
  const now = cloud.clock.now()
  server.attachments = [...server.attachments, { volumeId, device, isRoot: false, deleteOnTermination: false }]
  volume.status = 'attaching'
  volume.updatedAt = now
  const due = dueAfter(spanOf(cloud, 'attach'), now)
  const event = { kind: 'attached', server: server.id, device } as const
  cloud.scheduler.schedule({ due, owner: volumeId, countedIds: [volumeId], event })
}

export function finishAttaching(volume: Volume, serverId: string, device: string, at: number): void {
  volume.status = 'in-use'
  volume.attachment = { serverId, device, at }
  volume.updatedAt = at
}

/** Detaches a volume. The attachment shows until it is done. */
export function detachVolume(cloud: CloudState, server: Server, volumeId: string): void {
  const volume = cloud.volumes.get(volumeId)
  if (volume === undefined) return
  const now = cloud.clock.now()
  volume.status = 'detaching'
  volume.updatedAt = now
  const due = dueAfter(spanOf(cloud, 'detach'), now)
  const event = { kind: 'detached', server: server.id } as const
  cloud.scheduler.schedule({ due, owner: volumeId, countedIds: [volumeId], event })
}

export function finishDetaching(cloud: CloudState, volume: Volume, serverId: string, at: number): void {
  const server = cloud.servers.get(serverId)
  if (server !== undefined) {
    server.attachments = server.attachments.filter((attachment) => attachment.volumeId !== volume.id)
  }
  volume.status = 'available'
  volume.attachment = undefined
  volume.updatedAt = at
}
