import { describe, expect, test } from 'vitest'
import { displayWidth, pad, wrap, wrapItems } from './columns.ts'

describe('displayWidth', () => {
  test.for([
    ['an ASCII text', 'status 409', 10],
    ['Hangul syllables', '한국 ok', 7],
    ['Hangul syllables decomposed into conjoining jamo', '한국'.normalize('NFD'), 4],
    ['a half-width Hangul letter', '\uffa1', 1],
    ['Han characters and kana', '韓国カナ', 8],
    ['full-width punctuation', '（！）', 6],
    ['a Latin letter with a combining accent', 'e\u0301', 1],
    ['several combining marks on one letter', 'o\u0302\u0323', 1],
    ['symbols that reports use', '✓ ✗ ≈ · …', 9],
    ['an emoji', '😀', 2],
    ['an emoji of several code points', '👩‍💻', 2],
  ] as const)('counts the columns of %s', ([, text, width]) => {
    expect(displayWidth(text)).toBe(width)
  })
})

test('pad fills up to a number of columns', () => {
  expect(pad('한', 4)).toBe('한  ')
  expect(pad('필수', 2)).toBe('필수')
})

describe('wrap', () => {
  test('breaks lines at spaces', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrap('요구 사항 목록', 9)).toEqual(['요구 사항', '목록'])
  })

  test('keeps a word that is longer than the line', () => {
    expect(wrap('http://127.0.0.1:8774 x', 5)).toEqual(['http://127.0.0.1:8774', 'x'])
  })

  test('returns one empty line for an empty text', () => {
    expect(wrap('', 5)).toEqual([''])
  })
})

test('wrapItems starts a new line before an item that does not fit', () => {
  const items = ['12 passed', '3 failed', '1건 건너뜀'].map((text) => ({ text }))
  expect(wrapItems(items, 22).map((line) => line.map(({ text }) => text))).toEqual([
    ['12 passed', '3 failed'],
    ['1건 건너뜀'],
  ])
})
