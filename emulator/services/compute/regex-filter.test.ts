import { describe, expect, test } from 'vitest'
import { isFast, regexMatcher } from './regex-filter.ts'

describe('isFast', () => {
  test.each([
    'web',
    '^web-.*$',
    '^web-[0-9]+$',
    '^(?:web-.*)$',
    'web|db',
    'a\\.b\\*c\\+d\\?',
    '[*+?|]{2}',
    '^(?:^web-.*-1$)$',
  ])('accepts %s without a time limit', (pattern) => expect(isFast(pattern)).toBe(true))

  test.each([
    '(a+)+$',
    '(a|a)*',
    '(?=a)',
    '(a)\\1',
    '[^](a+)+',
    'a?'.repeat(30),
    'a*'.repeat(5),
    '(a{1,9}){1,9}',
    'x'.repeat(400),
  ])('does not accept %s', (pattern) => expect(isFast(pattern)).toBe(false))
})

test('a pattern that takes practically forever is rejected', () => {
  expect(() => regexMatcher('name', '(a+)+$', () => [`${'a'.repeat(60)}!`])).toThrow(/takes too long/)
})

test('a pattern without a time limit is matched in either case', () => {
  expect(['Web-1', 'db'].map(regexMatcher('name', '^web-.*', () => []))).toEqual([true, false])
})
