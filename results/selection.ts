import { matchesGlob, type Profile, type Requirement } from '#contract'
import type { Selection } from '#model'

/** Why a requirement is not asked in this run, or undefined when it is. What the user left out is the user's doing first. */
export function exclusionReason(
  { id }: Requirement,
  profile: Profile,
  { only, skip, off }: Selection,
): string | undefined {
  const matched = (patterns: readonly string[]) => patterns.some((pattern) => matchesGlob(pattern, id))
  if (only.length > 0 && !matched(only)) return 'not selected by --only'
  if (matched(skip)) return 'left out by --skip'
  const change = profile.changes.find(({ requirement }) => requirement === id)
  return change?.off ? change.reason.en : off[id]
}
