import type { ErrorObject } from 'ajv/dist/2020.js'
import { UsageError } from '../../errors.ts'
import type { Source } from './source.ts'
import { didYouMean } from './suggestion.ts'

const kind = (value: unknown): string => {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string' ? 'text' : `the ${typeof value} ${String(value)}`
}

const wanted: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'an object',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
}

const members = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : [])

/** The pattern of the schema in words. Values are not quoted: the file holds passwords and tokens. */
function form(schema: unknown): string {
  const pattern = String(schema)
  if (pattern.startsWith('^https?')) return 'a URL that begins with http:// or https://'
  if (pattern.startsWith('^[a-z0-9*]')) return "a requirement's id such as servers.list.limit, or several with *"
  return 'a duration such as 500ms, 2s or 3m'
}

/** The type in words; text of a certain form by its form. */
const typeOf = (schema: ErrorObject['parentSchema'], type: string): string =>
  schema?.['pattern'] === undefined ? (wanted[type] ?? type) : form(schema['pattern'])

/** What one complaint of the validator means to the author of the file: the place, what was wrong, what was expected. */
export function toUsageError(source: Source, error: ErrorObject): UsageError {
  const { keyword, instancePath, params, data, parentSchema } = error
  const at = (key?: string) => source.place(instancePath, key)
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty'])
      const known = members(parentSchema?.['properties'])
      return new UsageError(`${at(key)}: unknown key${didYouMean(key, known)}; expected one of ${known.join(', ')}`)
    }
    case 'type':
      return new UsageError(`${at()}: is ${kind(data)}; expected ${typeOf(parentSchema, String(params['type']))}`)
    case 'required':
    case 'dependentRequired': {
      const because = keyword === 'required' ? '' : `; ${String(params['property'])} needs it`
      return new UsageError(`${at()}: has no ${String(params['missingProperty'])}${because}`)
    }
    case 'enum':
      return new UsageError(`${at()}: expected one of ${[params['allowedValues']].flat().join(', ')}`)
    case 'pattern':
      return new UsageError(`${at()}: expected ${form(params['pattern'])}`)
    case 'format':
      return new UsageError(`${at()}: expected a day such as 2027-03-31`)
    case 'minLength':
      return new UsageError(`${at()}: is empty; expected text`)
    case 'minimum':
      return new UsageError(`${at()}: is ${String(data)}; expected at least ${String(params['limit'])}`)
    default:
      return new UsageError(`${at()}: ${error.message ?? 'not as the schema says'}`)
  }
}
