import { matchesGlob } from '#contract'
import { type Fault, faults } from '#emulator'
import { UsageError } from '#engine/errors'
import { didYouMean } from '#engine/input'
import type { Shard } from '#engine/runner'

/**
 * The faults that the patterns select (`*` is a wildcard; no pattern selects all), and of these every N-th for a shard. Throws a
 * UsageError for a pattern that matches no fault and for an empty shard.
 */
export function selectFaults(patterns: readonly string[], { index, count }: Shard): readonly Fault[] {
  const unmatched = patterns.find((pattern) => !faults.some(({ name }) => matchesGlob(pattern, name)))
  if (unmatched !== undefined)
    throw new UsageError(
      `--fault ${unmatched} matches no fault${didYouMean(
        unmatched,
        faults.map(({ name }) => name),
      )}; emulate --list-faults prints all names`,
    )
  const selected = faults.filter(
    ({ name }) => patterns.length === 0 || patterns.some((pattern) => matchesGlob(pattern, name)),
  )
  const part = selected.filter((_, position) => position % count === index - 1)
  if (part.length === 0)
    throw new UsageError(`--shard ${index}/${count} is empty: the number of selected faults is ${selected.length}`)
  return part
}
