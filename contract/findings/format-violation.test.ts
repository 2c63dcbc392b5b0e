import { expect, test } from 'vitest'
import { formatViolation } from './format-violation.ts'

const show = 'GET /v2/{tenantId}/servers/{serverId}'

test.each([
  ['a status', 'status', '200', '206', 'returned 206 instead of 200.'],
  [
    'a missing property',
    'body/server/metadata',
    'an object',
    'nothing: the property is missing',
    'returned no body/server/metadata.',
  ],
  ['a short value', 'body/server/id', 'a string', '17', 'returned 17 as body/server/id instead of a string.'],
  ['a long value', 'body', 'an object', `[${'"x",'.repeat(40)}"x"]`, 'returned an unexpected value as the body.'],
])('describes %s in one sentence', (_, at, expected, actual, sentence) => {
  expect(formatViolation('showServer', { at, expected, actual })).toBe(`${show} ${sentence}`)
})
