import { expect, test } from 'vitest'
import { formatViolation } from './format-violation.ts'

const message = (at: string, expected: string, actual: string) =>
  formatViolation('showServer', { at, expected, actual })

test('a violation is told in one sentence that names what came', () => {
  expect(message('status', '200', '206')).toBe('GET /v2/{tenantId}/servers/{serverId} answered 206, not 200.')
  expect(message('body/server/metadata', 'an object', 'nothing: the property is missing')).toBe(
    'GET /v2/{tenantId}/servers/{serverId} answered without body/server/metadata.',
  )
  expect(message('body/server/id', 'a string', '17')).toBe(
    'GET /v2/{tenantId}/servers/{serverId} answered with body/server/id that is 17, not a string.',
  )
})

test('what is too long for a sentence is left to the finding', () => {
  expect(message('body', 'an object', `[${'"x",'.repeat(40)}"x"]`)).toBe(
    'GET /v2/{tenantId}/servers/{serverId} answered with a body that is not what it should be.',
  )
})
