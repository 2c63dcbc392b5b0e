import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { isObject, type Json, type JsonObject, openapi, resolve } from './openapi.ts'

/** Every schema of the description with every example in it or beside it: schemas, media types, parameters, headers. */
function* examplesIn(
  node: unknown,
  place: string,
): Generator<readonly [place: string, schema: JsonObject, example: Json]> {
  if (Array.isArray(node)) for (const [index, inner] of node.entries()) yield* examplesIn(inner, `${place}/${index}`)
  if (!isObject(node)) return
  const { schema, example, examples } = node
  if (isObject(schema)) {
    if (example !== undefined) yield [`${place}/example`, schema, example]
    if (isObject(examples)) {
      for (const [name, entry] of Object.entries(examples)) {
        if (isObject(entry)) yield [`${place}/examples/${name}`, schema, resolve(entry)['value'] ?? null]
      }
    }
  }
  if (Array.isArray(examples))
    for (const [index, value] of examples.entries()) yield [`${place}/examples/${index}`, node, value]
  for (const [key, inner] of Object.entries(node))
    if (key !== 'example' && key !== 'examples') yield* examplesIn(inner, `${place}/${key}`)
}

/** References become plain schemas, so that Ajv needs no document around them. */
function whole(value: Json): Json {
  if (Array.isArray(value)) return value.map(whole)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(resolve(value)).map(([key, inner]) => [key, whole(inner)]))
}

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
const all = [...examplesIn(openapi, '#')]

describe('the examples of the OpenAPI description', () => {
  test('are many', () => {
    expect(all.length).toBeGreaterThan(100)
  })

  test.each(all)('%s fits its schema', (_place, schema, example) => {
    const resolved = whole(schema)
    const validate = ajv.compile(isObject(resolved) ? { ...resolved } : {})
    validate(example)
    expect(validate.errors ?? []).toEqual([])
  })
})
