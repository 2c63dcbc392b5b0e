import { packageText } from '#contract'
import type { MutantResult } from './mutation-results.ts'

const file = 'requirements/measured/masked-requirements.json'

/** For each fault, the requirements that it left undecided in the last complete mutation test. */
export type MaskedRequirements = ReadonlyMap<string, readonly string[]>

/** Returns the results of the last complete mutation test. A fault that is missing has not been run alone yet. */
export function maskedRequirements(): MaskedRequirements {
  const content: unknown = JSON.parse(packageText(file))
  if (typeof content !== 'object' || content === null) throw new TypeError(`${file} is not an object.`)
  return new Map(
    Object.entries(content).map(([fault, ids]) => {
      if (!Array.isArray(ids)) throw new TypeError(`${file}: ${fault} is not a list of requirements.`)
      return [fault, ids.map(String)]
    }),
  )
}

/**
 * Returns the content of that file after a mutation test. Flaky faults are not in it. It is unknown which of several
 * faults that were run together masked a requirement, so their entries in `earlier` stay.
 */
export const maskedRequirementsJson = (
  results: readonly MutantResult[],
  earlier: MaskedRequirements = new Map(),
): string => {
  const rows = results
    .filter(({ runs, asDeclared }) => asDeclared && runs.length === 1)
    .map(({ fault, verdict, runs: [{ isShared }] }) => {
      const masked = verdict.masked.map(({ requirement }) => requirement)
      const ids = new Set(isShared ? earlier.get(fault.name) : masked)
      return `  ${JSON.stringify(fault.name)}: [${[...ids]
        .toSorted()
        .map((id) => JSON.stringify(id))
        .join(', ')}]`
    })
  return `{\n${rows.join(',\n')}\n}\n`
}
