import {
  type AppliedProfile,
  applyEdition,
  exclusionReason,
  isRequirementId,
  type Profile,
  profiles,
  requirements,
  selects,
  supportOf,
} from '#contract'
import { UsageError } from '#engine/errors'
import { didYouMean } from '#engine/input'
import { type Edition, operationIds, type RequirementId, type Selection } from '#model'

/** Returns the profile with this name. Throws a UsageError that lists the existing ones. */
function profileNamed(name: string): Profile {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (profile) return profile
  const names = Object.keys(profiles)
  throw new UsageError(`unknown profile "${name}"${didYouMean(name, names)}; expected one of ${names.join(', ')}`)
}

/** Returns the profile with this name in an edition, by default its first one. Throws a UsageError for an edition that it does not have. */
export function profileIn(name: string, edition: string | undefined): AppliedProfile {
  const profile = profileNamed(name)
  const available = profile.editions
  const chosen = edition === undefined ? available[0] : available.find((candidate) => candidate === edition)
  if (chosen !== undefined) return applyEdition(profile, chosen)
  throw new UsageError(`profile ${name} has no edition "${edition}"; expected ${available.join(' or ')}`, {
    hint: editionHint(edition),
  })
}

const editionHint = (edition: string | undefined): string => {
  const suitable = Object.values(profiles).filter(({ editions }) => editions.some((each) => each === edition))
  if (suitable.length === 0) return 'compute-conformance list --edition prints the requirements of one edition.'
  return `--profile ${suitable.map(({ id }) => id).join(' or --profile ')} has it.`
}

/** Tells whether the vendor's own rules apply: families of flavors, a network for every server. */
export const hasVendorRules = (profile: string): boolean => profile !== 'nova'

/** Returns the selection without the document's rules about paths, for a target with its operations below another `root`. */
export function withoutPathRules(selection: Selection, root: string): Selection {
  const reason = `the document's rules about /v2/{tenantId} do not apply below ${root}`
  const rules = requirements.filter(({ needs }) => needs.includes('documentPaths'))
  return { ...selection, off: { ...selection.off, ...Object.fromEntries(rules.map(({ id }) => [id, reason])) } }
}

const requirementIds = requirements.map(({ id }) => id).toSorted()

/** The common prefixes of ids, such as `servers.list`: with `.*` they are patterns. */
const groups: ReadonlySet<string> = new Set(
  requirementIds.flatMap((id) => [...id.matchAll(/\./g)].map(({ index }) => id.slice(0, index))),
)

/** Suggests the id, the operation or the group of ids closest to a pattern: ` (did you mean "servers.list.*"?)`. */
const suggestionFor = (pattern: string): string =>
  didYouMean(pattern.replace(/\.\*?$/, ''), [...requirementIds, ...operationIds, ...groups], (name) =>
    groups.has(name) && !isRequirementId(name) ? `${name}.*` : name,
  )

const excludedBy = ({ changes }: Pick<Profile, 'changes'>): Partial<Record<RequirementId, string>> =>
  Object.fromEntries(
    changes.flatMap(({ requirement, off, reason }) =>
      off && isRequirementId(requirement) ? [[requirement, reason.en]] : [],
    ),
  )

/** Returns the selection of everything that applies in a profile. */
export const wholeSelection = (profile: AppliedProfile): Selection => ({ only: [], skip: [], off: excludedBy(profile) })

/** Throws a UsageError for a pattern of an option that selects no requirement of any edition. */
export function checkPatterns(option: string, patterns: readonly string[]): void {
  for (const pattern of patterns) {
    if (requirementIds.some((id) => selects(pattern, id))) continue
    throw new UsageError(`${option} ${pattern} matches no requirement${suggestionFor(pattern)}`, {
      hint: 'compute-conformance list prints the ids of all requirements; list --operation those of one operation.',
    })
  }
}

/** Requirements of an earlier report that did not pass, and the profile of that report. */
export interface FailedRequirements {
  /** The file of the report. */
  readonly file: string
  readonly profile: string
  readonly edition: Edition
  readonly ids: readonly RequirementId[]
}

/** Returns the ids of the failed requirements that --only also selects. */
function selectFailed(
  { file, profile, edition, ids }: FailedRequirements,
  only: readonly string[],
  current: AppliedProfile,
) {
  if (profile !== current.id)
    throw new UsageError(`--failed ${file}: the report is for profile ${profile}, not for ${current.id}`)
  if (edition !== current.edition)
    throw new UsageError(`--failed ${file}: the report is for edition ${edition}, not for ${current.edition}`)
  if (ids.length === 0) throw new UsageError(`--failed ${file}: everything passed there, so there is nothing to repeat`)
  return only.length === 0 ? ids : ids.filter((id) => only.some((pattern) => selects(pattern, id)))
}

/**
 * Determines which requirements the run tests, and which tests it runs for them. Throws a UsageError for a pattern that matches no
 * requirement, for a report of another profile, and when no requirement is left.
 */
export function selectionFrom(
  only: readonly string[],
  skip: readonly string[],
  profile: AppliedProfile,
  failed?: FailedRequirements,
): Selection {
  checkPatterns('--only', only)
  checkPatterns('--skip', skip)
  const patterns = failed ? selectFailed(failed, only, profile) : only
  const selection: Selection = { only: patterns, skip, off: excludedBy(profile) }
  const isEmpty = failed !== undefined && patterns.length === 0
  const selected = isEmpty ? [] : requirementIds.filter((id) => exclusionReason(id, selection) === undefined)
  if (selected.length === 0) {
    const given = { '--failed': failed !== undefined, '--only': only.length > 0, '--skip': skip.length > 0 }
    const options = Object.entries(given).flatMap(([option, isGiven]) => (isGiven ? [option] : []))
    throw new UsageError(`${options.join(' and ')}: no requirement of profile ${profile.id} is left to test`)
  }
  const support = patterns.length === 0 ? [] : [...new Set(selected.flatMap(supportOf))]
  const additional = support.filter((id) => !selected.includes(id))
  return additional.length === 0 ? selection : { ...selection, support: additional }
}
