import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { packageRoot } from '#contract'
import type { Config, TimeoutSettings } from './config.ts'
import { type Environment, readSource, type Source } from './source.ts'
import { toUsageError } from './validation-error.ts'

const ajv = new Ajv2020({ strict: true, verbose: true })
const schemaId = 'config'
ajv.addSchema(JSON.parse(readFileSync(join(packageRoot, 'schemas', 'config.schema.json'), 'utf8')), schemaId)

/** The schema says of a value that it has the form; the compiler believes it here, and nowhere else. */
const isConfig: ValidateFunction<Config> = ajv.compile<Config>({ $ref: schemaId })
const isTiming: ValidateFunction<TimeoutSettings> = ajv.compile<TimeoutSettings>({
  $ref: `${schemaId}#/$defs/timeouts`,
})

function checked<T>(source: Source, hasForm: ValidateFunction<T>): T {
  const { value } = source
  if (hasForm(value)) return value
  const first = hasForm.errors?.[0]
  if (first) throw toUsageError(source, first)
  throw new TypeError('The validator refused a file without a reason.')
}

/**
 * Reads a configuration file. Throws a UsageError of one line, with file, line, column and JSON pointer, for a file that
 * cannot be read, is not YAML or JSON, names a variable that is not set, or is not of the published form.
 */
export const readConfig = (file: string, surroundings: Environment): Config =>
  checked(readSource(file, surroundings), isConfig)

/** Reads a file of waiting budgets, `create: 5m` and so on. Errors as for `readConfig`. */
export const readTimeouts = (file: string, surroundings: Environment): TimeoutSettings =>
  checked(readSource(file, surroundings), isTiming)
