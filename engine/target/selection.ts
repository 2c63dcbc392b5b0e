import { isRequirementId, matchesGlob, type Profile, profiles } from '#contract'
import { type RequirementId, requirementIds, type Selection } from '#model'

import { UsageError } from '../errors.ts'
import { didYouMean } from './config/suggestion.ts'

/** The profile of that name. Throws a UsageError that lists the known ones. */
export function profileNamed(name: string): Profile {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (profile) return profile
  const known = Object.keys(profiles)
  throw new UsageError(`there is no profile "${name}"${didYouMean(name, known)}; there are ${known.join(', ')}`)
}

/** Whether the vendor's own rules are asked: families of flavors, a network for every server. */
export const asksVendorRules = (profile: string): boolean => profile !== 'nova'

/** Ids, and their groups as patterns, so that a wrong `server.*` finds its `servers.*`. */
const suggestions = (): string[] => {
  const groups = requirementIds.flatMap((id) => {
    const parts = id.split('.')
    return parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join('.')}.*`)
  })
  return [...requirementIds, ...new Set(groups)]
}

function refuseStrangers(option: string, patterns: readonly string[]): void {
  for (const pattern of patterns) {
    if (requirementIds.some((id) => matchesGlob(pattern, id))) continue
    throw new UsageError(`${option} ${pattern} matches no requirement${didYouMean(pattern, suggestions())}`, {
      hint: 'compute-conformance list shows them all',
    })
  }
}

const switchedOff = ({ changes }: Profile): Partial<Record<RequirementId, string>> =>
  Object.fromEntries(
    changes.flatMap(({ requirement, off, reason }) =>
      off && isRequirementId(requirement) ? [[requirement, reason.en]] : [],
    ),
  )

/** Which requirements are asked. Throws a UsageError for a pattern that matches none of them. */
export function selectionFrom(only: readonly string[], skip: readonly string[], profile: Profile): Selection {
  refuseStrangers('--only', only)
  refuseStrangers('--skip', skip)
  return { only, skip, off: switchedOff(profile) }
}
