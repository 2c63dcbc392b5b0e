import { resolvePointer } from '#contract'
import type { OperationId, RequirementId } from '#model'
import type { Contradiction, ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import { isAccepted, type TrafficCall, type TrafficRule } from './traffic-rule.ts'

interface ListOfResources {
  readonly member: string
  /** Pointer to what identifies an element. */
  readonly key: string
  readonly requirement: RequirementId
}

const lists: Readonly<Partial<Record<OperationId, ListOfResources>>> = {
  listServers: { member: 'servers', key: 'id', requirement: 'servers.list.answers' },
  listServersDetail: { member: 'servers', key: 'id', requirement: 'servers.detail.answers' },
  listFlavors: { member: 'flavors', key: 'id', requirement: 'flavors.list.answers' },
  listFlavorsDetail: { member: 'flavors', key: 'id', requirement: 'flavors.detail.answers' },
  listKeypairs: { member: 'keypairs', key: 'keypair/name', requirement: 'keypairs.list.answers' },
  listAvailabilityZones: { member: 'availabilityZoneInfo', key: 'zoneName', requirement: 'zones.name-unique' },
}

/** Looks for lists that have the same resource more than once. */
export const repeatedElements: TrafficRule = {
  observe({ operation }: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const list = lists[operation]
    const elements = list && resolvePointer(response.body, `body/${list.member}`)
    if (list === undefined || !isAccepted(response) || !Array.isArray(elements)) return []
    const keys = elements.map((element: unknown) => textAt(element, list.key))
    const repeated = keys.find((key, index) => key !== undefined && keys.indexOf(key) < index)
    if (repeated === undefined) return []
    return [
      {
        requirement: list.requirement,
        message: 'The list has the same element more than once.',
        at: `body/${list.member}`,
        expected: 'each element once',
        actual: `${keys.filter((key) => key === repeated).length} times ${repeated}`,
      },
    ]
  },
}
