import { expect, test } from 'vitest'
import { CliError, InconclusiveRunError, UsageError } from './errors.ts'

test.for([
  [UsageError, 2],
  [InconclusiveRunError, 3],
] as const)('%o limits its message to one line without control characters', ([Kind, exitCode]) => {
  const cause = new Error('cause')
  const error = new Kind(`a\r\nb\u001b[31m\u202ec${'x'.repeat(2_000)}`, { hint: 'do this', cause })
  expect(error).toBeInstanceOf(CliError)
  expect(error.message).toMatch(/^a b \[31m cx+…$/)
  expect(error.message.length).toBeLessThan(1_010)
  expect(error).toMatchObject({ name: Kind.name, exitCode, hint: 'do this', cause })
})
