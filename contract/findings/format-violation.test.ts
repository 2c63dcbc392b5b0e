import { expect, test } from 'vitest'
import { formatViolation } from './format-violation.ts'

const show = 'GET /v2/{tenantId}/servers/{serverId}'
const missing = 'nothing: the property is missing'
const shared = (count: number, path = 'name') => ({ count, total: 20, noun: 'flavors', path })

test.each([
  ['a status', { at: 'status', expected: '200', brief: '206' }, ' returned 206 instead of 200.'],
  [
    'a missing property',
    { at: 'body/server/metadata', expected: 'an object', brief: missing },
    ' returned no body/server/metadata.',
  ],
  [
    'a property that is missing in a list',
    { at: 'body/flavors/0/name', expected: 'a string', brief: missing, share: shared(20) },
    ': 20 of 20 flavors have no name.',
  ],
  [
    'a property that is missing in one element',
    { at: 'body/flavors/7/name', expected: 'a string', brief: missing, share: shared(1) },
    ': 1 of 20 flavors has no name.',
  ],
  [
    'a property that is missing in the only member of an error',
    {
      at: 'body/header/code',
      expected: 'an integer',
      brief: missing,
      share: { count: 1, total: 1, noun: 'elements', path: 'code' },
    },
    ' returned no body/header/code.',
  ],
  [
    'a value',
    { at: 'body/server/id', expected: 'a string', brief: '17' },
    ' returned 17 as body/server/id instead of a string.',
  ],
  [
    'a value in several elements of a list',
    { at: 'body/flavors/0/name', expected: 'a string', brief: '17', share: shared(3) },
    ' returned 17 as body/flavors/0/name instead of a string, and a wrong value in 3 of 20 flavors.',
  ],
  [
    'a long expectation',
    { at: 'body', expected: 'x'.repeat(90), brief: 'an array of 40 elements' },
    ` returned an array of 40 elements as the body instead of ${'x'.repeat(80)}….`,
  ],
])('describes %s in one sentence', (_, violation, sentence) => {
  expect(formatViolation('showServer', violation)).toBe(`${show}${sentence}`)
})
