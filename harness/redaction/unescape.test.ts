import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeLayers } from './unescape.ts'

test.each([
  ['plain text', 'plain text'],
  ['a\\u0041\\"b\\/c\\n', 'aA"b/c\n'],
  ['%41%2f%3D', 'A/='],
  ['%2541', 'A'],
  ['a=1&amp;b=&quot;2&quot;', 'a=1&b="2"'],
  ['{\\"a\\":\\"b\\\\\\"c\\"}', '{"a":"b"c"}'],
])('decodes %j to %j', (text, decoded) => {
  expect(decodeLayers(text).at(-1)?.text).toBe(decoded)
})

test('maps every decoded character to its place in the original', () => {
  const text = '"x":"\\u0041%42C\\nD"'
  const [, layer] = decodeLayers(text)
  const originalOf = (character: string) => {
    const index = layer?.text.indexOf(character) ?? -1
    return text.slice(layer?.origin(index), layer?.origin(index + 1))
  }
  expect(['A', 'B', 'C', '\n', 'D'].map(originalOf)).toEqual(['\\u0041', '%42', 'C', '\\n', 'D'])
})

test('maps the ends of every layer to the ends of the original, however often it is escaped', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('\\', 'u', '0', '4', '1', '%', '2', '5', '"', 'n', '&amp;') }),
      (text) => {
        for (const layer of decodeLayers(text)) {
          expect(layer.origin(0)).toBe(0)
          expect(layer.origin(layer.text.length)).toBe(text.length)
        }
      },
    ),
  )
})
