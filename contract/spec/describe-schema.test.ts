import { expect, test } from 'vitest'
import { describeSchema } from './describe-schema.ts'

const link = (relation: string) => ({ contains: { type: 'object', properties: { rel: { const: relation } } } })

test.each([
  [{ type: 'string', maxLength: 255 }, 'a string, at most 255 characters'],
  [{ type: 'array', ...link('self') }, 'an array, with the link self'],
  [{ type: 'array', allOf: [link('self'), link('bookmark')] }, 'an array, with the links self and bookmark'],
  [{ type: 'object', maxProperties: 1 }, 'an object, with a single key'],
  [
    { type: 'object', maxProperties: 1, additionalProperties: { required: ['code', 'message'] } },
    'an object, with a single key, whose value has code and message',
  ],
  [{}, 'a value as the document describes it'],
])('%j is %s', (schema, text) => {
  expect(describeSchema(schema)).toBe(text)
})
