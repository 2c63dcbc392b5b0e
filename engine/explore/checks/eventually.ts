import type { Mismatch } from '#harness/core'
import type { RequirementId } from '#model'
import type { ModelDifference } from './difference.ts'

/** What a comparison needs of the world. */
export interface Judge<T> {
  readonly compute: {
    poll(
      read: () => Promise<T>,
      isDone: (response: T) => boolean,
      name: 'propagation',
      key: string,
    ): Promise<{ readonly value: T }>
  }
  isKnown(requirement: RequirementId): boolean
  passesOver(requirement: RequirementId): boolean
  accuse(requirement: RequirementId, response: T, mismatch: Mismatch): never
}

/**
 * Reads until nothing differs, for as long as a change may take to be visible, and accuses the target of what still does. What is
 * known is not waited for, and does not hide anything else.
 */
export async function eventually<T>(
  judge: Judge<T>,
  key: string,
  read: () => Promise<T>,
  findDifferences: (response: T) => Iterable<ModelDifference>,
): Promise<void> {
  let found: readonly ModelDifference[] = []
  const agrees = (response: T) => {
    found = [...findDifferences(response)]
    return found.every(({ requirement }) => judge.isKnown(requirement))
  }
  const { value } = await judge.compute.poll(read, agrees, 'propagation', `explore ${key}`)
  const news = found.find(({ requirement }) => !judge.isKnown(requirement))
  for (const { requirement, forget } of found) if (judge.passesOver(requirement)) forget?.()
  if (news) judge.accuse(news.requirement, value, news.mismatch)
}
