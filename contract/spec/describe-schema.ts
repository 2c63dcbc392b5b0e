import { isObject, type Json, type JsonObject, resolve } from './openapi.ts'

const quote = (value: Json): string => (value === '' ? 'an empty string' : JSON.stringify(value))
const article = (type: string): string => (type === 'null' ? 'null' : `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`)

/** Formats and patterns in words; what is not here is named as it is. */
const formats: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  'date-time': 'a time with a zone',
  uri: 'a URL',
  ipv4: 'an IPv4 address',
}

function base({ type, const: constant, enum: choices, format }: JsonObject): string {
  if (constant !== undefined) return quote(constant)
  if (Array.isArray(choices))
    return choices.length === 1 ? quote(choices[0]) : `one of ${choices.map(quote).join(', ')}`
  const named = typeof format === 'string' ? formats[format] : undefined
  const types = Array.isArray(type) ? type : [type]
  const words = types
    .filter((one) => typeof one === 'string')
    .map((one) => (one === 'string' && named ? named : article(one)))
  return words.join(' or ')
}

function limits(schema: JsonObject): string[] {
  const said: string[] = []
  const { minLength, maxLength, minItems, minimum, maximum, pattern } = schema
  if (minLength === 1) said.push('not empty')
  else if (typeof minLength === 'number' && minLength > 1) said.push(`at least ${minLength} characters`)
  if (typeof maxLength === 'number') said.push(`at most ${maxLength} characters`)
  if (typeof minItems === 'number' && minItems > 0)
    said.push(`at least ${minItems} element${minItems === 1 ? '' : 's'}`)
  if (typeof minimum === 'number') said.push(`not below ${minimum}`)
  if (typeof maximum === 'number') said.push(`not above ${maximum}`)
  if (typeof pattern === 'string') said.push(`of the form ${pattern}`)
  return said
}

/** What a schema asks for, in a few words: `a string, at most 255 characters`. For the "expected" line of a finding. */
export function describeSchema(schema: JsonObject): string {
  const branches = [schema['anyOf'], schema['oneOf']].flatMap((value) => (Array.isArray(value) ? value : []))
  const alternatives = branches.filter(isObject).map((branch) => describeSchema(resolve(branch)))
  const said = [base(schema), ...limits(schema)].filter((part) => part !== '')
  if (alternatives.length > 0) said.unshift([...new Set(alternatives)].join(', or '))
  if (containsSomething(schema)) said.push('with the links the document shows')
  return said.join(', ') || 'what the contract describes'
}

function containsSomething(schema: JsonObject): boolean {
  if (schema['contains'] !== undefined) return true
  return (
    Array.isArray(schema['allOf']) && schema['allOf'].some((part) => isObject(part) && containsSomething(resolve(part)))
  )
}
