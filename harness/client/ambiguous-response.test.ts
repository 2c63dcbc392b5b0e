import { expect, test } from 'vitest'
import { TargetTraits } from '../target-traits.ts'
import { assertNotForStatus, assertReadable } from './ambiguous-response.ts'
import { responseWith } from './api-response.fixture.ts'
import { ApiResponse } from './api-response.ts'

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
])('a create that returned %s is left to the assertions of the test', (_, status, body) => {
  expect(() => assertReadable(responseWith(status, { body }))).not.toThrow()
})

test.each([
  ['POST', false, 409, true],
  ['POST', true, 409, false],
  ['GET', false, 404, false],
  ['POST', false, 202, false],
])('a %s (invalid: %s) for a server that never became ACTIVE, for which it returned %s, is undecided: %s', (...row) => {
  const [method, isInvalid, status, isUndecided] = row
  const traits = new TargetTraits()
  traits.unready.add('s1')
  const response = new ApiResponse(responseWith(status, { body: '' }).exchange, '', traits)
  const check = () => assertNotForStatus({ method, isInvalid, isAuthorized: true }, response, 's1')
  const cause = expect.objectContaining({ blockedBy: 'servers.create.becomes-active' })
  if (isUndecided) expect(check).toThrow(cause)
  else expect(check).not.toThrow()
})
