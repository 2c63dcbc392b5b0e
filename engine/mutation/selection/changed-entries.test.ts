import { expect, test } from 'vitest'
import { changedEntries } from './changed-entries.ts'

const entry = (id: string, level: string) => `- id: ${id}\n  level: ${level}\n`

test('are those that were changed, added or removed, wherever they stand', () => {
  const before = entry('a', 'must') + entry('b', 'must') + entry('c', 'must')
  const after = entry('c', 'must') + entry('b', 'should') + entry('d', 'may')
  expect(changedEntries(before, after)).toEqual(['a', 'b', 'd'])
  expect(changedEntries('', entry('a', 'must'))).toEqual(['a'])
})

test('are the changes of a profile by their requirement', () => {
  const profile = (level: string) =>
    `id: p\nchanges:\n  - { requirement: a, level: ${level} }\n  - { requirement: b, level: may }\n`
  expect(changedEntries(profile('must'), profile('may'))).toEqual(['a'])
  expect(changedEntries(profile('must'), 'id: p\nchanges: []\n')).toEqual(['a', 'b'])
})

test.each(['- [', 'changes: 1'])('are not known for the text %j', (text) => {
  expect(changedEntries('', text)).toBeUndefined()
})
