import { expect, test } from 'vitest'
import { toJson } from './json.ts'

test.each([
  [{}],
  [[]],
  [{ a: [], b: {}, c: null, d: undefined, e: [undefined, 1] }],
  [{ text: 'two\nlines "quoted"', deep: { list: [{ inner: [{ last: [1, { more: [2] }] }] }] } }],
  [[[[[[1, 2], { a: 'b' }]]], 'c']],
])('renders %j as JSON.stringify does', (value) => {
  expect(toJson(value)).toBe(`${JSON.stringify(value, null, 2)}\n`)
})

test('escapes unsafe characters and commands at every depth', () => {
  const text = '\u202e##[error]'
  const value = { [text]: text, list: [text, { a: { b: { c: text } } }] }
  expect(toJson(value)).not.toMatch(/\u202e|##\[/)
  expect(JSON.parse(toJson(value))).toEqual(value)
})
