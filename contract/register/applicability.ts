import type { Capability, RequirementId, Selection, TargetSettings } from '#model'
import { matchesGlob } from './id-glob.ts'
import { type Requirement, requirement } from './requirements.ts'

/**
 * Tells whether a pattern of `--only` or `--skip` selects a requirement: it matches the id, or an operation that the requirement is about.
 */
export const selects = (pattern: string, id: RequirementId): boolean =>
  matchesGlob(pattern, id) ||
  (!pattern.includes('.') && requirement(id).operations.some((operation) => matchesGlob(pattern, operation)))

const matchesAny = (id: RequirementId, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => selects(pattern, id))

/** Returns why `--only`, `--skip` or the profile excludes a requirement from the run; undefined when it is in scope. */
export function exclusionReason(id: RequirementId, { only, skip, off }: Selection): string | undefined {
  if (only.length > 0 && !matchesAny(id, only)) return 'not selected by --only'
  if (matchesAny(id, skip)) return 'left out by --skip'
  return off[id]
}

/** Tells whether the tests of a requirement run because selected requirements depend on them. */
const isSupporting = (id: RequirementId, { skip, off, support = [] }: Selection): boolean =>
  support.includes(id) && !matchesAny(id, skip) && off[id] === undefined

/** Returns the capabilities that a requirement needs and the target lacks. */
export const missingCapabilities = (
  { needs }: Pick<Requirement, 'needs'>,
  { capabilities }: Pick<TargetSettings, 'capabilities'>,
): readonly Capability[] => needs.filter((need) => !capabilities.includes(need))

/**
 * Describes missing capabilities and how to configure them: `needs volume: set resources.volume; needs windowsImage`:
 * the missing capabilities and how to configure them.
 */
export const describeMissing = (
  capabilities: readonly Capability[],
  { missing }: Pick<TargetSettings, 'missing'>,
): string =>
  capabilities
    .map((capability) => {
      const advice = missing[capability]
      return advice === undefined ? `needs ${capability}` : `needs ${capability}: ${advice}`
    })
    .join('; ')

/**
 * Returns why a test that verifies these requirements cannot run; undefined when it can. Either all of them are
 * excluded and support no selected one, or the target lacks a capability that one of them needs, or the first one, the
 * subject of the test, belongs to another edition, so that the edition of the run may not have the requests of the
 * test. `whereAvailable`: those that do not prevent the test of the others.
 */
export function skipReason(
  ids: readonly RequirementId[],
  target: Pick<TargetSettings, 'capabilities' | 'edition' | 'missing' | 'selection'>,
  whereAvailable: readonly RequirementId[] = [],
): string | undefined {
  const exclusions = ids.map((id) => exclusionReason(id, target.selection))
  const [subject] = ids
  if (subject !== undefined && !requirement(subject).editions.includes(target.edition)) return exclusions[0]
  const isNeeded = (id: RequirementId): boolean =>
    exclusionReason(id, target.selection) === undefined || isSupporting(id, target.selection)
  if (exclusions.length > 0 && !ids.some(isNeeded)) return exclusions[0]
  const decisive = ids.filter((id) => !whereAvailable.includes(id))
  const needing = decisive.some(isNeeded) ? decisive : ids
  const missing = new Set(needing.flatMap((id) => missingCapabilities(requirement(id), target)))
  return missing.size === 0 ? undefined : describeMissing([...missing], target)
}
