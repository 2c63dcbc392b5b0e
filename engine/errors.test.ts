import { expect, test } from 'vitest'
import { InconclusiveRunError, UsageError } from './errors.ts'

test.for([
  [UsageError, 2],
  [InconclusiveRunError, 3],
] as const)('%o is one line, whatever a server says', ([Kind, exitCode]) => {
  const error = new Kind(`a\r\nb\u001b[31m\u202ec${'x'.repeat(2_000)}`, { hint: 'do this' })
  expect(error.message).toMatch(/^a b \[31m cx+…$/)
  expect(error.message.length).toBeLessThan(1_010)
  expect(error).toMatchObject({ name: Kind.name, exitCode, hint: 'do this' })
})
