import { type Environment, readSource, schemaValidator, validated } from '#engine/input'
import type { Exemptions } from '#engine/runner'
import type { Waiver } from '#results'
import { readReport } from './report-file.ts'

const waiversValidator = schemaValidator<readonly Waiver[]>('waivers.schema.json')

/** Reads a waivers file, YAML or JSON. Throws a UsageError with file, line, column and JSON pointer for an invalid one. */
export const readWaivers = (file: string, environment: Environment): readonly Waiver[] =>
  validated(readSource(file, environment), waiversValidator())

/** Reads the files of --baseline and --waivers. Throws a UsageError for one that is invalid. */
export function readExemptions({
  baseline,
  waivers,
}: {
  readonly baseline?: string | undefined
  readonly waivers?: string | undefined
}): Exemptions {
  return {
    today: new Date().toISOString().slice(0, 10),
    ...(baseline === undefined ? {} : { baseline: readReport(baseline) }),
    ...(waivers === undefined ? {} : { waivers: readWaivers(waivers, { env: process.env, cwd: process.cwd() }) }),
  }
}
