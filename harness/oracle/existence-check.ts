import { type Contradiction, exchangeName, type ObservedCall } from './observation.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** A resource that was shown before and that nothing deleted is not found any more. Reported once. */
export function findMissing(
  operation: ObservedCall['operation'],
  memory: ResourceMemory | undefined,
): readonly Contradiction[] {
  const isServer = operation === 'showServer'
  if (memory?.foundIn === undefined || memory.isDeleting) return []
  const name = exchangeName(memory.foundIn)
  memory.beginDeletion()
  return [
    {
      requirement: isServer ? 'servers.show.answers' : 'keypairs.show.by-name',
      message: `A ${isServer ? 'server' : 'keypair'} is not found that an earlier response showed (${name}) and that no request deleted.`,
      at: 'status',
      expected: `200, as in ${name}`,
      actual: '404',
    },
  ]
}

/** A keypair was created although the same user has one of this name. */
export function findDuplicate(existing: ResourceMemory | undefined, status: number): readonly Contradiction[] {
  if (existing?.foundIn === undefined || existing.isDeleting) return []
  return [
    {
      requirement: 'keypairs.create.duplicate-refused',
      message: `A keypair was created although one of this name exists (${exchangeName(existing.foundIn)}).`,
      at: 'status',
      expected: '409',
      actual: String(status),
    },
  ]
}
