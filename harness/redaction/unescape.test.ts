import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeLayers } from './unescape.ts'

const last = (text: string) => decodeLayers(text).at(-1)?.text

test.each([
  ['plain text', 'plain text'],
  ['a\\u0041\\"b\\/c\\n', 'aA"b/c\n'],
  ['%41%2f%3D', 'A/='],
  ['%2541', 'A'],
  ['a=1&amp;b=&quot;2&quot;', 'a=1&b="2"'],
  ['{\\"a\\":\\"b\\\\\\"c\\"}', '{"a":"b"c"}'],
])('%j is read as %j', (text, read) => {
  expect(last(text)).toBe(read)
})

test('every character of a reading is known in the text itself', () => {
  const text = '"x":"\\u0041%42C\\nD"'
  const [, reading] = decodeLayers(text)
  const at = (wanted: string) => {
    const index = reading?.text.indexOf(wanted) ?? -1
    return text.slice(reading?.origin(index), reading?.origin(index + 1))
  }
  expect(['A', 'B', 'C', '\n', 'D'].map(at)).toEqual(['\\u0041', '%42', 'C', '\\n', 'D'])
})

test('a reading covers the whole text, however often it is escaped', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('\\', 'u', '0', '4', '1', '%', '2', '5', '"', 'n', '&amp;') }),
      (text) => {
        for (const { text: read, origin } of decodeLayers(text)) {
          expect(origin(0)).toBe(0)
          expect(origin(read.length)).toBe(text.length)
        }
      },
    ),
  )
})
