import { matchesGlob } from '#contract'
import { type EmulatorEdition, type Fault, faults } from '#emulator'
import { UsageError } from '#engine/errors'
import { didYouMean } from '#engine/input'
import { editionOfFault } from '#engine/mutation'

const laterEdition = '2026-05'

/** Formats faults as a table; those of the later edition say so. */
export const faultTable = (selected: readonly Fault[]): string =>
  selected
    .map((fault) => {
      const { name, requirement, description } = fault
      const only = editionOfFault(fault) === laterEdition ? ` (--edition ${laterEdition})` : ''
      return `${name.padEnd(40)} ${requirement.padEnd(40)} ${description}${only}`
    })
    .join('\n')

/** Returns the faults whose name or requirement matches a pattern, or whose name contains it. */
export function faultsMatching(pattern: string): readonly Fault[] {
  const selected = faults.filter(
    ({ name, requirement }) =>
      matchesGlob(pattern, name) || matchesGlob(pattern, requirement) || name.includes(pattern),
  )
  if (selected.length > 0) return selected
  const names = faults.flatMap(({ name, requirement }) => [name, requirement])
  throw new UsageError(
    `--list-faults ${pattern}: no fault has such a name or requirement${didYouMean(pattern, names)}; * is a wildcard`,
  )
}

/**
 * Returns the named faults that have no effect because they concern only the later edition, while the first one is
 * served.
 */
export const ineffectiveFaults = (names: readonly string[], edition: EmulatorEdition): readonly Fault[] =>
  edition === laterEdition
    ? []
    : faults.filter((fault) => names.includes(fault.name) && editionOfFault(fault) === laterEdition)
