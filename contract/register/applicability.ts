import { matchesGlob, type Requirement, requirement } from '#contract'
import type { Capability, RequirementId, Selection, TargetSettings } from '#model'
import { capabilities } from '#model'

const matches = (id: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => matchesGlob(pattern, id))

/** Why a requirement is not asked in this run, or undefined when it is. */
export function exclusionReason(id: RequirementId, { only, skip, off }: Selection): string | undefined {
  if (only.length > 0 && !matches(id, only)) return 'not selected by --only'
  if (matches(id, skip)) return 'left out by --skip'
  return off[id]
}

const isCapability = (name: string): name is Capability => capabilities.some((known) => known === name)

/** The capabilities that the requirement needs and the target does not have. */
export function missingCapabilities(
  { needs }: Pick<Requirement, 'needs'>,
  target: Pick<TargetSettings, 'capabilities'>,
): Capability[] {
  return needs.filter(isCapability).filter((need) => !target.capabilities.includes(need))
}

/** Why a test cannot run here at all, or undefined when it can: nothing it verifies is asked, or the target lacks something. */
export function skipReason(ids: readonly RequirementId[], target: TargetSettings): string | undefined {
  const asked = ids.filter((id) => exclusionReason(id, target.selection) === undefined)
  const first = ids[0]
  if (asked.length === 0 && first !== undefined) return exclusionReason(first, target.selection)
  const missing = [...new Set(ids.flatMap((id) => missingCapabilities(requirement(id), target)))]
  if (missing.length === 0) return undefined
  return missing.map((need) => target.missing[need] ?? `the target offers no ${need}`).join('; ')
}
