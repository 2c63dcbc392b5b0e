import type { Mismatch } from '#harness/core'
import type { RequirementId } from '#model'
import type { ModelDifference } from './difference.ts'

/** The part of `WalkContext` that a comparison needs. */
export interface ComparisonContext<T> {
  readonly compute: {
    poll(
      read: () => Promise<T>,
      isDone: (response: T) => boolean,
      name: 'propagation',
      key: string,
    ): Promise<{ readonly value: T }>
  }
  isKnown(requirement: RequirementId): boolean
  noteIfKnown(requirement: RequirementId): boolean
  failStep(requirement: RequirementId, response: T, mismatch: Mismatch): never
}

/**
 * Reads until nothing differs from the model, for as long as `timeouts.propagation` allows, and fails the step for the first difference
 * that remains. Known violations are neither waited for nor reported again, and do not hide other differences.
 * @throws ViolationFound
 */
export async function eventually<T>(
  context: ComparisonContext<T>,
  key: string,
  read: () => Promise<T>,
  findDifferences: (response: T) => Iterable<ModelDifference>,
): Promise<void> {
  let found: readonly ModelDifference[] = []
  const agrees = (response: T) => {
    found = [...findDifferences(response)]
    return found.every(({ requirement }) => context.isKnown(requirement))
  }
  const { value } = await context.compute.poll(read, agrees, 'propagation', `explore ${key}`)
  const violation = found.find(({ requirement }) => !context.isKnown(requirement))
  for (const { requirement, ignore } of found) if (context.noteIfKnown(requirement)) ignore?.()
  if (violation) context.failStep(violation.requirement, value, violation.mismatch)
}
