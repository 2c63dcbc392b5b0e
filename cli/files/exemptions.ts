import { matchesGlob } from '#contract'
import { UsageError } from '#engine/errors'
import { didYouMean, type Environment, readSource, schemaValidator, validated } from '#engine/input'
import type { Exemptions } from '#engine/runner'
import { requirementIds } from '#model'
import type { Waiver } from '#results'
import { readReport } from './report-file.ts'

const waiversValidator = schemaValidator<readonly Waiver[]>('waivers.schema.json')

/**
 * Reads a waivers file, YAML or JSON. Throws a UsageError with file, line, column and JSON pointer for an invalid one, and for a waiver
 * of a requirement that no edition of the document has: it would accept nothing.
 */
export function readWaivers(file: string, environment: Environment): readonly Waiver[] {
  const source = readSource(file, environment)
  const waivers = validated(source, waiversValidator())
  for (const [index, { requirement }] of waivers.entries()) {
    if (requirementIds.some((id) => matchesGlob(requirement, id))) continue
    const place = source.locate(`/${index}/requirement`)
    throw new UsageError(`${place}: there is no requirement ${requirement}${didYouMean(requirement, requirementIds)}`)
  }
  return waivers
}

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
