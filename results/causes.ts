import type { RequirementId } from '#model'
import type { Cause, RequirementResult } from './report.ts'

/** A reason without what differs between tests that have the same one: ids, names of the run, numbers. */
const normalize = (reason: string): string =>
  reason
    .replaceAll(/conformance-[\w-]+/g, '…')
    .replaceAll(/[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12}/gi, '…')
    .replaceAll(/\d+(\.\d+)?/g, 'N')

/**
 * Why requirements are inconclusive, those causes first that prevent most. Requirements that wait for the same violated
 * requirement have one cause, and so have those with the same reason apart from ids and numbers.
 */
export function causesOf(results: readonly RequirementResult[]): readonly Cause[] {
  const groups = new Map<string, { requirement?: RequirementId; reason: string; blocks: RequirementId[] }>()
  for (const { id, outcome, off, reason = '', blockedBy } of results) {
    if (outcome !== 'inconclusive' || off) continue
    const key = blockedBy ?? normalize(reason)
    const group = groups.get(key) ?? {
      ...(blockedBy === undefined ? {} : { requirement: blockedBy }),
      reason,
      blocks: [],
    }
    group.blocks.push(id)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.blocks.length - a.blocks.length)
}
