import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '#contract'
import type { MutantResult } from './mutation-results.ts'

const file = join(packageRoot, 'requirements', 'independent-faults.json')

/** The names of the faults that affected no requirement but their own in the last complete mutation test. */
export function independentFaults(): ReadonlySet<string> {
  const names: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!Array.isArray(names)) throw new TypeError(`${file} is not a list of names.`)
  return new Set(names.map(String))
}

const isIndependent = ({ verdict, runs, asDeclared }: MutantResult): boolean =>
  asDeclared && runs.length === 1 && verdict.collateral.length === 0 && verdict.masked.length === 0

/** The content of that file after a mutation test in which each fault was run alone. */
export const independentFaultsJson = (results: readonly MutantResult[]): string =>
  `${JSON.stringify(
    results.filter(isIndependent).map(({ fault }) => fault.name),
    null,
    2,
  )}\n`
