import type { OperationId, RequirementId } from '#model'
import { type Contradiction, exchangeName, type ObservedCall } from './observation.ts'
import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'

interface ShowOperation {
  readonly noun: 'server' | 'keypair'
  /** Pointer to the id or name that must equal the one in the path. */
  readonly at: string
  readonly requirement: RequirementId
}

const showOperations: Readonly<Partial<Record<OperationId, ShowOperation>>> = {
  showServer: { noun: 'server', at: 'server/id', requirement: 'servers.show.answers' },
  showKeypair: { noun: 'keypair', at: 'keypair/name', requirement: 'keypairs.show.by-name' },
}

/**
 * Finds a resource that was shown, that no request deleted, and that the response (404) does not find; at most once. `certainAt`: a server that
 * was first shown later may be unknown to a replica. Keypairs are stored elsewhere, and seldom exist for longer than that.
 */
export function findMissing(
  { operation, resource = '' }: ObservedCall,
  memory: ResourceMemory | undefined,
  certainAt: number,
): readonly Contradiction[] {
  const show = showOperations[operation]
  if (show === undefined || memory?.lastShownIn === undefined || memory.isDeleting) return []
  if (show.noun === 'server' && (memory.firstShownAt ?? certainAt) > certainAt) return []
  const name = exchangeName(memory.lastShownIn)
  memory.beginDeletion()
  const missing = {
    requirement: show.requirement,
    message: `A ${show.noun} that an earlier response showed (${name}) is not found, and no request deleted it.`,
    at: 'status',
    expected: `200, as in ${name}`,
    actual: '404',
    assumes: { kind: show.noun, id: resource },
  }
  return [show.noun === 'server' ? memory.denied.blameForDeletion(missing) : missing]
}

/** Finds a response that describes another resource than the one in the path. */
export function findWrongResource({ operation, resource = '' }: ObservedCall, body: unknown): readonly Contradiction[] {
  const show = showOperations[operation]
  const shown = show && textAt(body, show.at)
  if (!show || !shown || shown.toLowerCase() === resource.toLowerCase()) return []
  return [
    {
      requirement: show.requirement,
      message: `The response shows another ${show.noun} than the one in the path.`,
      at: `body/${show.at}`,
      expected: resource,
      actual: shown,
    },
  ]
}

/** Finds a keypair that was created although the user already has one with this name. */
export function findDuplicate(
  { request }: ObservedCall,
  existing: ResourceMemory | undefined,
  status: number,
): readonly Contradiction[] {
  if (existing?.lastShownIn === undefined || existing.isDeleting) return []
  return [
    {
      requirement: 'keypairs.create.duplicate-refused',
      message: `A keypair was created although one with this name exists (${exchangeName(existing.lastShownIn)}).`,
      at: 'status',
      expected: '409',
      actual: String(status),
      assumes: { kind: 'keypair', id: textAt(request, 'keypair/name') ?? '' },
    },
  ]
}
