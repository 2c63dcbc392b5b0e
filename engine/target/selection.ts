import { isRequirementId, matchesGlob, type Profile, profiles } from '#contract'
import { UsageError } from '#engine/errors'
import { didYouMean } from '#engine/input'
import { type RequirementId, requirementIds, type Selection } from '#model'

/** The profile of that name. Throws a UsageError that lists the existing ones. */
export function profileNamed(name: string): Profile {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (profile) return profile
  const names = Object.keys(profiles)
  throw new UsageError(`unknown profile "${name}"${didYouMean(name, names)}; expected one of ${names.join(', ')}`)
}

/** Whether the vendor's own rules apply: families of flavors, a network for every server. */
export const hasVendorRules = (profile: string): boolean => profile !== 'nova'

/** Ids, and the groups of ids as patterns, so that `server.*` suggests `servers.*`. */
const suggestions = (): string[] => {
  const groups = requirementIds.flatMap((id) => {
    const parts = id.split('.')
    return parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join('.')}.*`)
  })
  return [...requirementIds, ...new Set(groups)]
}

function checkPatterns(option: string, patterns: readonly string[]): void {
  for (const pattern of patterns) {
    if (requirementIds.some((id) => matchesGlob(pattern, id))) continue
    throw new UsageError(`${option} ${pattern} matches no requirement${didYouMean(pattern, suggestions())}`, {
      hint: 'compute-conformance list prints all requirement ids.',
    })
  }
}

const excludedBy = ({ changes }: Profile): Partial<Record<RequirementId, string>> =>
  Object.fromEntries(
    changes.flatMap(({ requirement, off, reason }) =>
      off && isRequirementId(requirement) ? [[requirement, reason.en]] : [],
    ),
  )

/** Which requirements the run tests. Throws a UsageError for a pattern that matches none. */
export function selectionFrom(only: readonly string[], skip: readonly string[], profile: Profile): Selection {
  checkPatterns('--only', only)
  checkPatterns('--skip', skip)
  return { only, skip, off: excludedBy(profile) }
}
