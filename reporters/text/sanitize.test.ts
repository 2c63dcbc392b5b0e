import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sanitizeBlock, sanitizeLine } from './sanitize.ts'

describe('sanitizeLine', () => {
  test.for([
    ['a terminal escape', '\x1b[31mred', '␛[31mred'],
    ['line breaks, tabs and NUL', 'a\r\nb\tc\0', 'a␍␊b␉c␀'],
    ['DEL and C1 characters', '\x7f\x9b', '␡<U+009B>'],
    ['a direction override', 'safe\u202egnp.exe', 'safe<U+202E>gnp.exe'],
    ['half of a surrogate pair', 'half \ud800', 'half <U+D800>'],
    ['a GitHub workflow command', '::error::x', ': :error::x'],
    ['a GitHub workflow command after a space', 'a ::set-output name=b::c', 'a : :set-output name=b::c'],
    ['Azure Pipelines commands', '##[error]x ##vso[task]', '# #[error]x # #vso[task]'],
  ] as const)('replaces %s', ([, text, expected]) => {
    expect(sanitizeLine(text)).toBe(expected)
  })

  test('keeps printable text', () => {
    const text = 'connect ECONNREFUSED ::1:8774 http://[::1]:8774/v2 한국어 ✓ 😀'
    expect(sanitizeLine(text)).toBe(text)
  })

  test('leaves no active character in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sanitizeLine(text)).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|^\s*::[^\s\d]/u)
      }),
    )
  })
})

test('sanitizeBlock keeps line feeds and tabs only', () => {
  expect(sanitizeBlock('a\r\n\tb\x1b\rc')).toBe('a\n\tb␛␍c')
})
