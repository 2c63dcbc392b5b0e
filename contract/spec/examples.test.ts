import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { isObject, type Json, type JsonObject, openapi, resolve } from './openapi.ts'

/**
 * Returns every example of the description with its schema, whether it is written in a schema, media type, parameter or
 * header.
 */
function* examplesIn(
  node: unknown,
  location: string,
): Generator<readonly [location: string, schema: JsonObject, example: Json]> {
  if (Array.isArray(node)) for (const [index, inner] of node.entries()) yield* examplesIn(inner, `${location}/${index}`)
  if (!isObject(node)) return
  const { schema, example, examples } = node
  if (isObject(schema)) {
    if (example !== undefined) yield [`${location}/example`, schema, example]
    if (isObject(examples)) {
      for (const [name, entry] of Object.entries(examples)) {
        if (isObject(entry)) yield [`${location}/examples/${name}`, schema, resolve(entry)['value'] ?? null]
      }
    }
  }
  if (Array.isArray(examples))
    for (const [index, value] of examples.entries()) yield [`${location}/examples/${index}`, node, value]
  for (const [key, inner] of Object.entries(node))
    if (key !== 'example' && key !== 'examples') yield* examplesIn(inner, `${location}/${key}`)
}

/** Inlines references, so that Ajv can compile the schema by itself. */
function inlineReferences(value: Json): Json {
  if (Array.isArray(value)) return value.map(inlineReferences)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(resolve(value)).map(([key, inner]) => [key, inlineReferences(inner)]))
}

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
const examples = [...examplesIn(openapi, '#')]

describe('the examples of the OpenAPI description', () => {
  test('number more than a hundred', () => {
    expect(examples.length).toBeGreaterThan(100)
  })

  test.each(examples)('%s is valid', (_location, schema, example) => {
    const resolved = inlineReferences(schema)
    const validate = ajv.compile(isObject(resolved) ? { ...resolved } : {})
    validate(example)
    expect(validate.errors ?? []).toEqual([])
  })
})
