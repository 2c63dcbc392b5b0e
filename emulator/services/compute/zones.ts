import { adminOnly, type Operation, readOperation } from '../operation.ts'

export const zoneOperations: readonly Operation[] = [
  readOperation('zones.list', '/os-availability-zone', ({ cloud }) => ({
    availabilityZoneInfo: cloud.zones.map((zoneName) => ({ zoneName, zoneState: { available: true }, hosts: null })),
  })),
  adminOnly('zones.detail', 'GET', '/os-availability-zone/detail', 'os-availability-zone:detail'),
]
