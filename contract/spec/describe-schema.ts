import { isObject, type Json, type JsonObject, resolve } from './openapi.ts'

const quote = (value: Json): string => (value === '' ? 'an empty string' : JSON.stringify(value))
const article = (type: string): string => (type === 'null' ? 'null' : `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`)

/** Formats in words. A format that is not listed is described by its type. */
const formatNames: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  'date-time': 'a time with a zone',
  uri: 'a URL',
  ipv4: 'an IPv4 address',
}

function describeType({ type, const: constant, enum: choices, format }: JsonObject): string {
  if (constant !== undefined) return quote(constant)
  if (Array.isArray(choices))
    return choices.length === 1 ? quote(choices[0]) : `one of ${choices.map(quote).join(', ')}`
  const named = typeof format === 'string' ? formatNames[format] : undefined
  const types = Array.isArray(type) ? type : [type]
  const words = types
    .filter((one) => typeof one === 'string')
    .map((one) => (one === 'string' && named ? named : article(one)))
  return words.join(' or ')
}

function describeLimits(schema: JsonObject): string[] {
  const limits: string[] = []
  const { minLength, maxLength, minItems, minimum, maximum, pattern } = schema
  if (minLength === 1) limits.push('not empty')
  else if (typeof minLength === 'number' && minLength > 1) limits.push(`at least ${minLength} characters`)
  if (typeof maxLength === 'number') limits.push(`at most ${maxLength} characters`)
  if (typeof minItems === 'number' && minItems > 0)
    limits.push(`at least ${minItems} element${minItems === 1 ? '' : 's'}`)
  if (typeof minimum === 'number') limits.push(`not below ${minimum}`)
  if (typeof maximum === 'number') limits.push(`not above ${maximum}`)
  if (typeof pattern === 'string') limits.push(`of the form ${pattern}`)
  return limits
}

/** Returns a schema in a few words, such as `a string, at most 255 characters`: the "expected" field of a finding. */
export function describeSchema(schema: JsonObject): string {
  const branches = [schema['anyOf'], schema['oneOf']].flatMap((value) => (Array.isArray(value) ? value : []))
  const alternatives = branches.filter(isObject).map((branch) => describeSchema(resolve(branch)))
  const parts = [
    [...new Set(alternatives)].join(', or '),
    describeType(schema),
    ...describeLimits(schema),
    describeOnlyMember(schema),
    describeLinks(linksOf(schema)),
  ]
  return parts.filter((part) => part !== '').join(', ') || 'a value as the document describes it'
}

/** Returns the relations of the links that a list must have: `contains` is used for lists of links only. */
function linksOf({ contains, allOf }: JsonObject): readonly Json[] {
  const rel = isObject(contains) && isObject(contains['properties']) ? contains['properties']['rel'] : undefined
  const own = isObject(rel) && rel['const'] !== undefined ? [rel['const']] : []
  const parts = Array.isArray(allOf) ? allOf.filter(isObject) : []
  return [...own, ...parts.flatMap((part) => linksOf(resolve(part)))]
}

const describeLinks = (relations: readonly Json[]): string =>
  relations.length === 0 ? '' : `with the link${relations.length === 1 ? '' : 's'} ${relations.join(' and ')}`

/** Returns the expected value of an object that has one member with any key. */
function describeOnlyMember({ maxProperties, additionalProperties }: JsonObject): string {
  if (maxProperties !== 1) return ''
  const required = isObject(additionalProperties) ? additionalProperties['required'] : undefined
  return `with a single key${Array.isArray(required) ? `, whose value has ${required.join(' and ')}` : ''}`
}
