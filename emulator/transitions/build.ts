import { createHash } from 'node:crypto'
import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'
import { mapDevices } from './devices.ts'
import { setActive, setError } from './set-state.ts'
import type { ServerTransition } from './transition.ts'

/** The capacity of every host. No host is found for a larger flavor. */
const hostCapacity = { vcpus: 64, ram: 512 * 1024 }

/** Chooses a zone and a host. The server is in ERROR when no host is large enough. */
export function schedule(cloud: CloudState, server: Server, at: number): void {
  if (server.zone === '') {
    server.zone = cloud.random.pick(cloud.zones)
  }
  if (server.flavor.vcpus > hostCapacity.vcpus || server.flavor.ram > hostCapacity.ram) {
    setError(cloud, server, at, 'No valid host was found. There are not enough hosts available.')
    return
  }
  server.host = `${server.zone}-host-${1 + cloud.random.integer(4)}`
}

/** Host ids by tenant and host. Hashing takes longer than the rest of the representation of a server. */
const hostIds = new Map<string, Map<string, string>>()
const mostTenants = 100

/** Returns the public id of the host of a server, which differs between tenants: a SHA-224 in hexadecimal, as in Nova. */
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
      enter: (_cloud, server) => {
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
