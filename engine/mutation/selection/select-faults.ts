import { matchesGlob } from '#contract'
import { type Fault, faults } from '#emulator'
import { UsageError } from '#engine/errors'
import { didYouMean } from '#engine/input'
import type { Shard } from '#engine/runner'

/**
 * Selects the faults that match the patterns (`*` is a wildcard), and of these every N-th for a shard. No pattern
 * selects all but those that only a sequence of requests shows, which the suites need not find. Throws a UsageError for
 * a pattern that matches no fault and for an empty shard.
 *
 * @param changed select only these; a selection or shard of them may be empty
 */
export function selectFaults(
  patterns: readonly string[],
  { index, count }: Shard,
  changed?: readonly Fault[],
): readonly Fault[] {
  const unmatched = patterns.find((pattern) => !faults.some(({ name }) => matchesGlob(pattern, name)))
  if (unmatched !== undefined)
    throw new UsageError(
      `--fault ${unmatched} matches no fault${didYouMean(
        unmatched,
        faults.map(({ name }) => name),
      )}; emulate --list-faults prints all names`,
    )
  const selected = (changed ?? faults).filter(({ name, needsSequence = false }) =>
    patterns.length === 0 ? !needsSequence : patterns.some((pattern) => matchesGlob(pattern, name)),
  )
  const part = selected.filter((_, position) => position % count === index - 1)
  if (part.length === 0 && changed === undefined)
    throw new UsageError(`--shard ${index}/${count} is empty: the number of selected faults is ${selected.length}`)
  return part
}
