import { matchesGlob } from '#contract'
import { type Fault, faults } from '#emulator'
import { UsageError } from '../errors.ts'

/** The faults that the patterns name (`*` is a wildcard; none means all), and of these every N-th, in the order of the table. */
export function selectFaults(
  patterns: readonly string[],
  shard: { readonly index: number; readonly count: number },
): readonly Fault[] {
  const idle = patterns.find((pattern) => !faults.some(({ name }) => matchesGlob(pattern, name)))
  if (idle !== undefined)
    throw new UsageError(`--fault ${idle}: no fault has such a name; \`emulate --list-faults\` shows them.`)
  const named = faults.filter(({ name }) => patterns.length === 0 || patterns.some((one) => matchesGlob(one, name)))
  const mine = named.filter((_, position) => position % shard.count === shard.index - 1)
  if (mine.length === 0)
    throw new UsageError(
      `--shard ${shard.index}/${shard.count} is empty: the faults to be shared out are ${named.length}.`,
    )
  return mine
}
