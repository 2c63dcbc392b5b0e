import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describeSchema } from './describe-schema.ts'
import { isObject, type Json, type JsonObject, resolve } from './openapi.ts'

/**
 * The requirements that a request violates which is accepted although its field is missing or null, has another type, or another value
 * than described (`x-rejection`).
 */
export interface RejectionRequirements {
  readonly missing?: string
  readonly type?: string
  readonly value?: string
}

/**
 * One location of a schema. A node validates only its own keywords, and its children are nodes of their own, so that
 * one wrong field is attributed to one requirement (decisions/0003).
 */
export interface SchemaNode {
  /** The `x-requirement` at this location. */
  readonly requirement: string | undefined
  /** True when the property may be absent although its parent requires it (`x-absent: conforms`). */
  readonly allowsAbsence: boolean
  /** For a field of a request. */
  readonly rejection: RejectionRequirements
  /** The schema in words, for findings. */
  readonly expected: string
  /** Validates the node's own keywords, not its children. */
  readonly isValid: (value: unknown) => boolean
  readonly required: readonly string[]
  readonly properties: ReadonlyMap<string, SchemaNode>
  /** The properties that may be absent although they are required, with the requirement of each. */
  readonly mayBeAbsent: readonly (readonly [name: string, requirement: string | undefined])[]
  /** The schema of members that `properties` does not name, if they have one. */
  readonly additionalProperties: SchemaNode | undefined
  readonly items: SchemaNode | undefined
  /** Alternatives of anyOf or oneOf. */
  readonly alternatives: readonly SchemaNode[]
  /** JSON types that the node accepts; empty means any. */
  readonly types: readonly string[]
  /** The values of an enumeration, as text; empty for other schemas. */
  readonly choices: readonly string[]
}

const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: true })
addFormats.default(ajv)

const validators = new Map<string, (value: unknown) => boolean>()

/**
 * Returns a validator for a node's own keywords. Compiled at its first use and shared by all nodes with the same keywords: hundreds are
 * just `{"type": "string"}`, and some commands validate nothing.
 */
function validator(schema: JsonObject): (value: unknown) => boolean {
  const key = JSON.stringify(schema)
  let own: ((value: unknown) => boolean) | undefined
  return (value) => {
    if (own === undefined) {
      own = validators.get(key) ?? ajv.compile(schema)
      validators.set(key, own)
    }
    return own(value)
  }
}

/** Keywords whose subschemas become nodes of their own. */
const structural = new Set(['properties', 'items', 'additionalProperties', 'required', 'anyOf', 'oneOf', 'allOf'])

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])
const strings = (value: Json | undefined): string[] => list(value).filter((item) => typeof item === 'string')

/** Returns a schema and the parts of its allOf, recursively; their children become children of one node. */
function allOfParts(schema: JsonObject): readonly JsonObject[] {
  return [schema, ...list(schema['allOf']).filter(isObject).map(resolve).flatMap(allOfParts)]
}

/** Resolves every reference inside a keyword that the node validates itself, such as `contains`. */
function inlineReferences(value: Json): Json {
  if (Array.isArray(value)) return value.map(inlineReferences)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(resolve(value)).map(([key, inner]) => [key, inlineReferences(inner)]))
}

function ownKeywords(schema: JsonObject): JsonObject {
  const keywords = Object.entries(schema).filter(
    ([key]) => !structural.has(key) && !key.startsWith('x-') && key !== 'example',
  )
  return Object.fromEntries(keywords.map(([key, value]) => [key, inlineReferences(value)]))
}

function typesOf(schema: JsonObject): readonly string[] {
  const { type, const: constant, enum: choices } = schema
  if (typeof type === 'string') return [type]
  if (Array.isArray(type)) return strings(type)
  const values = constant === undefined ? list(choices) : [constant]
  return [...new Set(values.map(jsonType))]
}

/** Returns the JSON type of a value; an integer is a `number`. */
function jsonType(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** Tells whether the node accepts values of this value's JSON type. */
export const acceptsType = (node: SchemaNode, value: unknown): boolean =>
  node.types.length === 0 || node.types.some((type) => (type === 'integer' ? 'number' : type) === jsonType(value))

function rejectionOf(value: Json | undefined): RejectionRequirements {
  if (typeof value === 'string') return { missing: value, type: value, value }
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([kind, id]) => [kind, String(id)])) : {}
}

/** Builds the node of a schema and all nodes below it. */
export function schemaNode(source: JsonObject): SchemaNode {
  const schema = resolve(source)
  const parts = allOfParts(schema)
  const properties = new Map<string, SchemaNode>()
  for (const part of parts) {
    const members = part['properties']
    if (!isObject(members)) continue
    for (const [name, inner] of Object.entries(members)) if (isObject(inner)) properties.set(name, schemaNode(inner))
  }
  const firstObject = (keyword: string) => parts.map((part) => part[keyword]).find(isObject)
  const items = firstObject('items')
  const additional = firstObject('additionalProperties')
  const requirement = schema['x-requirement']
  const own = parts.map(ownKeywords)
  return {
    requirement: typeof requirement === 'string' ? requirement : undefined,
    allowsAbsence: schema['x-absent'] === 'conforms',
    rejection: rejectionOf(schema['x-rejection']),
    expected: describeSchema(schema),
    isValid: validator(own.length === 1 ? (own[0] ?? {}) : { allOf: own }),
    required: parts.flatMap((part) => strings(part['required'])),
    properties,
    mayBeAbsent: [...properties].flatMap(([name, child]) =>
      child.allowsAbsence ? [[name, child.requirement] as const] : [],
    ),
    additionalProperties: additional ? schemaNode(additional) : undefined,
    items: items ? schemaNode(items) : undefined,
    alternatives: parts.flatMap((part) =>
      [...list(part['anyOf']), ...list(part['oneOf'])].filter(isObject).map(schemaNode),
    ),
    types: typesOf(schema),
    choices: list(schema['enum']).map(String),
  }
}
