import { distance } from 'fastest-levenshtein'

/** The minimum length of a prefix by which a name is suggested. */
const minBeginning = 4

/**
 * Returns the candidate closest to a word, or the first one that begins with it; undefined when more than a third of the letters differ
 * and none begins with it.
 */
export function closestMatch(word: string, candidates: readonly string[]): string | undefined {
  const [closest] = candidates
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits)
  return closest && closest.edits <= Math.max(1, Math.floor(closest.candidate.length / 3))
    ? closest.candidate
    : candidates.find((candidate) => word.length >= minBeginning && candidate.startsWith(word))
}

/** Returns ` (did you mean "flavor"?)`, or an empty string. `shown`: formats a candidate. */
export function didYouMean(word: string, candidates: readonly string[], shown = (name: string) => name): string {
  const suggestion = closestMatch(word, candidates)
  return suggestion === undefined ? '' : ` (did you mean "${shown(suggestion)}"?)`
}
