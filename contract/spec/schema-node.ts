import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describeSchema } from './describe-schema.ts'
import { isObject, type Json, type JsonObject, resolve } from './openapi.ts'

/**
 * A schema taken apart, so that one wrong field is charged to one requirement: every node validates only what it says
 * itself, and its children are nodes of their own.
 */
export interface SchemaNode {
  /** The requirement written at this very node. */
  readonly requirement: string | undefined
  /** Absence fulfils it too. */
  readonly allowsAbsence: boolean
  readonly expected: string
  readonly isValid: (value: unknown) => boolean
  readonly required: readonly string[]
  readonly properties: ReadonlyMap<string, SchemaNode>
  /** For members that no property names; `undefined` when the schema says nothing of them. */
  readonly additionalProperties: SchemaNode | undefined
  readonly items: SchemaNode | undefined
  /** Alternatives of anyOf or oneOf; empty when there are none. */
  readonly alternatives: readonly SchemaNode[]
  /** JSON types that can enter this node; empty means any. */
  readonly types: readonly string[]
}

const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: true })
addFormats.default(ajv)

const validators = new Map<string, (value: unknown) => boolean>()

/**
 * A validator for what a node says itself. Made when it is first asked, and once for all nodes that say the same: hundreds are
 * just `{"type": "string"}`, and some of those who read the contract ask none.
 */
function validator(schema: JsonObject): (value: unknown) => boolean {
  const key = JSON.stringify(schema)
  return (value) => {
    const known = validators.get(key) ?? ajv.compile(schema)
    validators.set(key, known)
    return known(value) === true
  }
}

/** Keywords whose subschemas become nodes of their own and so leave the node's own validator. */
const structural = new Set(['properties', 'items', 'additionalProperties', 'required', 'anyOf', 'oneOf', 'allOf'])

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])
const strings = (value: Json | undefined): string[] => list(value).filter((item) => typeof item === 'string')

/** Adds the parts of an allOf to their parent: the children side by side, the other keywords as they are. */
function allOfParts(schema: JsonObject): readonly JsonObject[] {
  return [schema, ...list(schema['allOf']).filter(isObject).map(resolve).flatMap(allOfParts)]
}

/** Resolves every reference inside a keyword that stays with the node, such as `contains`. */
function inlineReferences(value: Json): Json {
  if (Array.isArray(value)) return value.map(inlineReferences)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(resolve(value)).map(([key, inner]) => [key, inlineReferences(inner)]))
}

function ownKeywords(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(
    ([key]) => !structural.has(key) && !key.startsWith('x-') && key !== 'example',
  )
  return Object.fromEntries(kept.map(([key, value]) => [key, inlineReferences(value)]))
}

function typesOf(schema: JsonObject): readonly string[] {
  const { type, const: constant, enum: choices } = schema
  if (typeof type === 'string') return [type]
  if (Array.isArray(type)) return strings(type)
  const values = constant === undefined ? list(choices) : [constant]
  return [...new Set(values.map(jsonType))]
}

/** The JSON type of a value; `integer` counts as `number`. */
export function jsonType(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** Whether a value of this JSON type may enter the node. */
export const acceptsType = (node: SchemaNode, value: unknown): boolean =>
  node.types.length === 0 || node.types.some((type) => (type === 'integer' ? 'number' : type) === jsonType(value))

/** Builds the node of a schema, and those below it. */
export function schemaNode(written: JsonObject): SchemaNode {
  const schema = resolve(written)
  const all = allOfParts(schema)
  const properties = new Map<string, SchemaNode>()
  for (const part of all) {
    const members = part['properties']
    if (!isObject(members)) continue
    for (const [name, inner] of Object.entries(members)) if (isObject(inner)) properties.set(name, schemaNode(inner))
  }
  const first = (keyword: string) => all.map((part) => part[keyword]).find(isObject)
  const items = first('items')
  const values = first('additionalProperties')
  const requirement = schema['x-requirement']
  const local = all.map(ownKeywords)
  return {
    requirement: typeof requirement === 'string' ? requirement : undefined,
    allowsAbsence: schema['x-absent'] === 'conforms',
    expected: describeSchema(schema),
    isValid: validator(local.length === 1 ? (local[0] ?? {}) : { allOf: local }),
    required: all.flatMap((part) => strings(part['required'])),
    properties,
    additionalProperties: values ? schemaNode(values) : undefined,
    items: items ? schemaNode(items) : undefined,
    alternatives: all.flatMap((part) =>
      [...list(part['anyOf']), ...list(part['oneOf'])].filter(isObject).map(schemaNode),
    ),
    types: typesOf(schema),
  }
}
