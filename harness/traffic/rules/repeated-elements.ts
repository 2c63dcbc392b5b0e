import type { OperationId, RequirementId } from '#model'
import type { Contradiction, ObservedResponse } from '../../oracle/observation.ts'
import { listedKeys } from './listed-keys.ts'
import { isAccepted, type TrafficCall, type TrafficRule } from './traffic-rule.ts'

const requirements: Readonly<Partial<Record<OperationId, RequirementId>>> = {
  listServers: 'servers.list.answers',
  listServersDetail: 'servers.detail.answers',
  listFlavors: 'flavors.list.answers',
  listFlavorsDetail: 'flavors.detail.answers',
  listKeypairs: 'keypairs.list.answers',
  listAvailabilityZones: 'zones.name-unique',
}

/** Finds lists that have the same resource more than once. */
export const repeatedElements: TrafficRule = {
  observe({ operation }: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const requirement = requirements[operation]
    const { keys } = (isAccepted(response) && listedKeys(operation, response.body)) || { keys: [] }
    const different = new Set(keys)
    if (requirement === undefined || different.size === keys.length) return []
    return [
      {
        requirement,
        message: 'The list has the same element more than once.',
        at: 'body',
        expected: `${different.size} different elements`,
        actual: `${keys.length} elements`,
      },
    ]
  },
}
