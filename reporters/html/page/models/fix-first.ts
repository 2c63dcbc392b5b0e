import type { RequirementId } from '#model'
import type { Report, RequirementResult } from '#results'
import { groupResults } from '../../../group-results.ts'

/** One thing to repair: a violated requirement, or a reason that lies elsewhere, such as the configuration. */
export interface Repair {
  /** The violated requirement, unless the reason lies elsewhere. */
  readonly requirement?: RequirementResult
  /** The observation, in one sentence. */
  readonly reason: string
  /** The requirements that cannot be decided because of it. */
  readonly blocks: readonly RequirementId[]
}

/**
 * Returns the repairs in order of importance: causes that prevent most decisions, then failed musts, then failed
 * recommendations.
 */
export function repairsOf({ requirements, causes }: Report): readonly Repair[] {
  const byId = new Map(requirements.map((result) => [result.id, result]))
  const blocking = causes.map(({ requirement: id, reason, blocks }): Repair => {
    const requirement = id && byId.get(id)
    return requirement ? { requirement, reason, blocks } : { reason, blocks }
  })
  const causing = new Set(causes.flatMap(({ requirement }) => requirement ?? []))
  const { failedMusts, failedShoulds } = groupResults(requirements)
  const others = [...failedMusts, ...failedShoulds]
    .filter(({ id }) => !causing.has(id))
    .map((requirement): Repair => ({ requirement, reason: requirement.findings[0]?.message ?? '', blocks: [] }))
  return [...blocking, ...others]
}
