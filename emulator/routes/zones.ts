import { forbidden } from '../errors.ts'
import type { Operation } from '../operation.ts'
import { ok } from '../reply.ts'

export const zoneOperations: readonly Operation[] = [
  {
    name: 'zones.list',
    method: 'GET',
    path: '/os-availability-zone',
    handle: ({ world }) =>
      ok({
        availabilityZoneInfo: world.zones.map((zoneName) => ({
          zoneName,
          zoneState: { available: true },
          hosts: null,
        })),
      }),
  },
  {
    name: 'zones.detail',
    method: 'GET',
    path: '/os-availability-zone/detail',
    handle: () => {
      throw forbidden('Only an administrator may see the hosts of a zone.')
    },
  },
]
