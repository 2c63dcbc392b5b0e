import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { packageRoot } from '#contract'
import { IncompatibleReportsError, type Report } from '#results'
import { UsageError } from '../../engine/errors.ts'
import { readText } from '../../engine/input/source.ts'

const ajv = new Ajv2020({ strict: true })
addFormats.default(ajv)

let compiled: ValidateFunction<Report> | undefined

/** The schema says of a value that it has the form; the compiler believes it here. Compiled when first needed. */
function isReport(): ValidateFunction<Report> {
  compiled ??= ajv.compile<Report>(JSON.parse(readFileSync(join(packageRoot, 'schemas', 'report.schema.json'), 'utf8')))
  return compiled
}

const versionOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined

function what({ instancePath, keyword, params, message }: ErrorObject): string {
  const place = instancePath === '' ? '' : `${instancePath} `
  if (keyword === 'additionalProperties') return `${place}has an unknown property "${params['additionalProperty']}"`
  return `${place}${message ?? 'is not as the schema says'}`
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readText(file))
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`${file}: is not JSON; expected a report.json`, { cause })
  }
}

/** Reads a report. Throws a UsageError of one line for a file that is none, or is of another version of the format. */
export function readReport(file: string): Report {
  const value = parsed(file)
  const hasForm = isReport()
  if (hasForm(value)) return value
  const version = versionOf(value)
  if (typeof version === 'number' && version !== 2)
    throw new UsageError(`${file}: is a report of version ${version}; expected 2`)
  const [first] = hasForm.errors ?? []
  throw new UsageError(`${file}: is not a report of this tool: ${first ? what(first) : 'refused by the schema'}`, {
    hint: 'Expected a report.json that `run` or `merge` has written.',
  })
}

/** Does something with several reports. That they do not belong together is the user's mistake. */
export function withUsageErrors<T>(act: () => T): T {
  try {
    return act()
  } catch (cause) {
    if (cause instanceof IncompatibleReportsError) throw new UsageError(cause.message, { cause })
    throw cause
  }
}
