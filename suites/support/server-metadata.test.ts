import { expect, test } from 'vitest'
import { lacksCommonPair } from './server-metadata.ts'

test('metadata lack a pair only if the server has it before and after, with the same value', () => {
  expect(lacksCommonPair({}, { a: '1' }, { a: '1', b: '2' })).toBe(true)
  expect(lacksCommonPair({ a: '1' }, { a: '1' }, { a: '1', b: '2' })).toBe(false)
  expect(lacksCommonPair({}, { a: '1' }, { a: '2' })).toBe(false)
  expect(lacksCommonPair({})).toBe(false)
})
