import { resolvePointer } from '#contract'
import type { OperationId } from '#model'
import { textAt } from '../../oracle/read-attribute.ts'

/** The member of a list's body that has the elements, and a pointer to what identifies one of them. */
const lists: Readonly<Partial<Record<OperationId, readonly [member: string, key: string]>>> = {
  listServers: ['servers', 'id'],
  listServersDetail: ['servers', 'id'],
  listFlavors: ['flavors', 'id'],
  listFlavorsDetail: ['flavors', 'id'],
  listKeypairs: ['keypairs', 'keypair/name'],
  listVolumeAttachments: ['volumeAttachments', 'volumeId'],
  listAvailabilityZones: ['availabilityZoneInfo', 'zoneName'],
}

/** The content of a list. */
export interface ListedKeys {
  /** The ids or names of the elements, in order; elements without one are left out. */
  readonly keys: readonly string[]
  /** Whether every element has an id or name. */
  readonly isWhole: boolean
  /** Whether a link leads to further elements. */
  readonly hasMore: boolean
}

/** Returns the ids or names in a list; undefined for a response without a list. */
export function listedKeys(operation: OperationId, body: unknown): ListedKeys | undefined {
  const [member, key] = lists[operation] ?? []
  const elements = member && resolvePointer(body, `body/${member}`)
  if (key === undefined || !Array.isArray(elements)) return undefined
  const keys = elements.flatMap((element: unknown) => textAt(element, key) ?? [])
  const hasMore = resolvePointer(body, `body/${member}_links`) !== undefined
  return { keys, isWhole: keys.length === elements.length, hasMore }
}
