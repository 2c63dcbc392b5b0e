import { expect, test } from 'vitest'
import { assertReadable } from './ambiguous-response.ts'
import { responseWith } from './api-response.fixture.ts'

test.each([
  ['cut JSON', 202, '{"server":{"id":"a'],
  ['a page of a proxy', 200, '<html>'],
])('a create that was accepted with %s names the body as the cause', (_, status, body) => {
  expect(() => assertReadable(responseWith(status, { body }))).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(`returned ${status}, and its body could not be read as JSON`),
      blockedBy: 'conventions.json-object',
    }),
  )
})

test.each([
  ['JSON', 202, '{"server":{"id":"a"}}'],
  ['JSON without an id', 202, '{}'],
  ['no body', 202, ''],
  ['a rejection', 400, '<html>'],
])('a create that was answered with %s is judged by the test', (_, status, body) => {
  expect(() => assertReadable(responseWith(status, { body }))).not.toThrow()
})
