import { createHash } from 'node:crypto'
import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'
import { mapDevices } from './devices.ts'
import { setActive, setError } from './set-state.ts'
import type { ServerTransition } from './transition.ts'

/** What one host of the cloud can carry; a larger flavor finds no host. */
const hostCapacity = { vcpus: 64, ram: 512 * 1024 }

/** Chooses a zone and a host. */
export function schedule(cloud: CloudState, server: Server, at: number): void {
  if (server.zone === '') {
    server.zone = cloud.random.pick(cloud.zones)
  }
  if (server.flavor.vcpus > hostCapacity.vcpus || server.flavor.ram > hostCapacity.ram) {
    setError(cloud, server, at, 500, 'No valid host was found. There are not enough hosts available.')
    return
  }
  server.host = `${server.zone}-host-${1 + cloud.random.integer(4)}`
}

/** By tenant, then by host: there are few of either, and hashing one takes longer than the rest of a server's representation. */
const hostIds = new Map<string, Map<string, string>>()
const mostTenants = 100

/** The public name of a server's host: the same host looks different to every tenant (sha224, 56 hex digits). */
export function hostIdOf({ tenantId, host }: Server): string {
  if (host === '') return ''
  return hostIds.get(tenantId)?.get(host) ?? newHostId(tenantId, host)
}

function newHostId(tenantId: string, host: string): string {
  const hostId = createHash('sha224').update(`${tenantId}${host}`).digest('hex')
  if (hostIds.size >= mostTenants) hostIds.clear()
  hostIds.set(tenantId, (hostIds.get(tenantId) ?? new Map<string, string>()).set(host, hostId))
  return hostId
}

export const creation: ServerTransition = {
  name: 'create',
  timing: 'create',
  stages: [
    { task: 'scheduling', share: 0.25 },
    { task: 'networking', share: 0.25, enter: schedule },
    {
      task: 'block_device_mapping',
      share: 0.2,
      enter: (_world, server) => {
        server.hasAddresses = true
      },
    },
    { task: 'spawning', share: 0.3, enter: mapDevices },
  ],
  complete: (cloud, server, at) => {
    server.launchedAt = at
    setActive(cloud, server)
  },
}
