import fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayWidth, pad, wrap } from './columns.ts'
import { sanitizeBlock, sanitizeLine } from './sanitize.ts'

test.for([
  ['\x1b[31mred', '␛[31mred'],
  ['a\r\nb\tc\0', 'a␍␊b␉c␀'],
  ['\x7f\x9b', '␡<U+009B>'],
  ['safe\u202egnp.exe', 'safe<U+202E>gnp.exe'],
  ['half \ud800', 'half <U+D800>'],
  ['::error::x', ': :error::x'],
  ['a ::set-output name=b::c', 'a : :set-output name=b::c'],
  ['##[error]x ##vso[task]', '# #[error]x # #vso[task]'],
  ['http://[::1]:8774/v2 한국어 ✓ 😀', 'http://[::1]:8774/v2 한국어 ✓ 😀'],
] as const)('%j is shown as %j', ([text, shown]) => {
  expect(sanitizeLine(text)).toBe(shown)
})

test('whatever comes, nothing that acts goes through', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(sanitizeLine(text)).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|^\s*::\S/u)
    }),
  )
})

test('text of several lines keeps its breaks and tabs, and nothing else', () => {
  expect(sanitizeBlock('a\r\n\tb\x1b\rc')).toBe('a\n\tb␛␍c')
})

test('wide characters count for two, combining ones for nothing', () => {
  expect(displayWidth('한국 ok')).toBe(7)
  expect(displayWidth('e\u0301')).toBe(1)
  expect(pad('한', 4)).toBe('한  ')
})

test('lines are broken at spaces and long words left whole', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrap('http://127.0.0.1:8774 x', 5)).toEqual(['http://127.0.0.1:8774', 'x'])
  expect(wrap('', 5)).toEqual([''])
})
