import type { OperationId, RequirementId } from '#model'
import { type Contradiction, exchangeName, type ObservedCall } from './observation.ts'
import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'

interface Show {
  readonly noun: string
  /** Where the response has what the path names. */
  readonly at: string
  readonly requirement: RequirementId
}

const shows: Readonly<Partial<Record<OperationId, Show>>> = {
  showServer: { noun: 'server', at: 'server/id', requirement: 'servers.show.answers' },
  showKeypair: { noun: 'keypair', at: 'keypair/name', requirement: 'keypairs.show.by-name' },
}

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

/** A response that describes another resource than the one that was asked for says nothing about either. */
export function findOther({ operation, resource = '' }: ObservedCall, body: unknown): readonly Contradiction[] {
  const asked = shows[operation]
  const shown = asked && textAt(body, asked.at)
  if (!asked || !shown || shown.toLowerCase() === resource.toLowerCase()) return []
  return [
    {
      requirement: asked.requirement,
      message: `The response shows another ${asked.noun} than the one in the path.`,
      at: `body/${asked.at}`,
      expected: resource,
      actual: shown,
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
