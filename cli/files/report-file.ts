import { UsageError } from '#engine/errors'
import { at, readText, type SchemaError, schemaValidator } from '#engine/input'
import type { Report } from '#results'

const reportValidator = schemaValidator<Report>('report.schema.json')

function describe({ instancePath, keyword, params, message }: SchemaError): string {
  const pointer = instancePath === '' ? '' : `${instancePath} `
  if (keyword === 'additionalProperties') return `${pointer}has an unknown property "${params['additionalProperty']}"`
  return `${pointer}${message ?? 'does not match the schema'}`
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UsageError(`${file}: not JSON; expected a report.json`, { cause })
  }
}

/** Reads a report.json. Throws a UsageError for any other file, and for a report of another schema version. */
export function readReport(file: string): Report {
  const value = parse(file, readText(file))
  const isReport = reportValidator()
  if (isReport(value)) return value
  const version = at(value, 'schemaVersion')
  if (typeof version === 'number' && version !== 2)
    throw new UsageError(`${file}: report of schema version ${version}; expected version 2`)
  const [first] = isReport.errors ?? []
  throw new UsageError(`${file}: not a report of this tool: ${first ? describe(first) : 'does not match the schema'}`, {
    hint: 'Expected a report.json written by `run` or `merge`.',
  })
}
