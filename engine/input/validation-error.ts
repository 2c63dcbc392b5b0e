import type { ErrorObject } from 'ajv/dist/2020.js'
import { UsageError } from '../errors.ts'
import type { SourceFile } from './source.ts'
import { didYouMean } from './suggestion.ts'

const describeValue = (value: unknown): string => {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string' ? 'text' : `the ${typeof value} ${String(value)}`
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'an object',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
}

/** Describes a pattern of the schemas in words. */
function describePattern(schema: unknown): string {
  const pattern = String(schema)
  if (pattern.startsWith('^https?')) return 'a URL that begins with http:// or https://'
  if (pattern.startsWith('^[a-z0-9*]')) return 'a requirement id such as servers.list.limit; * is a wildcard'
  return 'a duration such as 500ms, 2s or 3m'
}

/** Describes the expected type in words; text with a pattern is described by the pattern. */
const describeType = (schema: ErrorObject['parentSchema'], type: string): string =>
  schema?.['pattern'] === undefined ? (typeNames[type] ?? type) : describePattern(schema['pattern'])

const keysOf = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : [])

/**
 * Converts a schema error to one for the author of the file: position, problem, expected value. Strings are not quoted, because the file
 * may contain passwords and tokens.
 */
export function validationError(source: SourceFile, error: ErrorObject): UsageError {
  const { keyword, instancePath, params, data, parentSchema } = error
  const at = (problem: string, key?: string) => new UsageError(`${source.locate(instancePath, key)}: ${problem}`)
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty'])
      const keys = keysOf(parentSchema?.['properties'])
      return at(`unknown key${didYouMean(key, keys)}; expected one of ${keys.join(', ')}`, key)
    }
    case 'type':
      return at(`is ${describeValue(data)}; expected ${describeType(parentSchema, String(params['type']))}`)
    case 'required':
      return at(`${String(params['missingProperty'])} is missing`)
    case 'dependentRequired':
      return at(`${String(params['missingProperty'])} is missing; ${String(params['property'])} requires it`)
    case 'enum':
      return at(`expected one of ${[params['allowedValues']].flat().join(', ')}`)
    case 'pattern':
      return at(`expected ${describePattern(params['pattern'])}`)
    case 'format':
      return at('expected a date such as 2027-03-31')
    case 'minLength':
      return at('is empty; expected text')
    case 'minimum':
      return at(`is ${String(data)}; expected at least ${String(params['limit'])}`)
    default:
      return at(error.message ?? 'does not match the schema')
  }
}
