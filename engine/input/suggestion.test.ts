import { expect, test } from 'vitest'
import { closestMatch, didYouMean } from './suggestion.ts'

const faults = ['stop-ends-in-error', 'stop-ignored', 'actions-unchecked']

test.each([
  ['a word with a typo', 'stop-ends-in-eror', 'stop-ends-in-error'],
  ['the beginning of a word', 'stop-end', 'stop-ends-in-error'],
  ['a beginning of three letters', 'sto', undefined],
  ['another word', 'quota', undefined],
])('for %s, the closest name is suggested', (_, word, expected) => {
  expect(closestMatch(word, faults)).toBe(expected)
})

test('a suggestion is a question, and the text is empty without one', () => {
  expect(didYouMean('actions-uncheked', faults)).toBe(' (did you mean "actions-unchecked"?)')
  expect(didYouMean('quota', faults)).toBe('')
})
