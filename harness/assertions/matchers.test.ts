import { describe, expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import type { ApiResponse } from '../client/api-response.ts'
import {
  containsItem,
  containsItems,
  hasLength,
  hasLengthAtMost,
  lacksItem,
  listsExactly,
  listsOnly,
} from './list-matchers.ts'
import { allOf, hasReadableBody, hasStatus, isRejected, isSuccess, type Matcher, requestLine } from './matchers.ts'
import { equalsExcept, hasValue, hasValueMatching, isTimeWithin } from './value-matchers.ts'

const response = (status: number, body?: unknown): ApiResponse => responseWith(status, { body })

const servers = response(200, { servers: [{ id: 'a', tags: ['x'] }, { id: 'b' }] })
const other = response(200, { servers: [{ id: 'c' }] })
const text = response(200, { servers: 'b' })
const since = Date.parse('2026-01-02T00:00:00Z')
const at = (updated: string) => response(200, { server: { updated } })

describe('matchers', () => {
  test.each<[string, Matcher, ApiResponse, ApiResponse]>([
    ['isSuccess', isSuccess, response(202), response(404)],
    ['hasReadableBody', hasReadableBody, response(200, {}), response(200)],
    ['isRejected', isRejected, response(409), response(202)],
    ['isRejected, for which a server error is not a rejection', isRejected, response(400), response(500)],
    ['hasStatus', hasStatus(200, 203), response(203), response(202)],
    ['hasValue', hasValue('body/servers/0/tags', ['x']), servers, response(200, { servers: [{ tags: ['y'] }] })],
    ['hasValueMatching', hasValueMatching('body/servers', 'an array', Array.isArray), servers, response(200, {})],
    ['containsItem', containsItem('body/servers', 'id', 'b'), servers, other],
    ['containsItem, which needs an array', containsItem('body/servers', 'id', 'b'), servers, text],
    ['containsItems', containsItems('body/servers', 'id', ['b', 'a']), servers, other],
    ['lacksItem', lacksItem('body/servers', 'id', 'c'), servers, other],
    ['lacksItem, which needs an array', lacksItem('body/servers', 'id', 'c'), servers, response(500)],
    ['listsExactly', listsExactly('body/servers', 'id', ['b', 'a']), servers, other],
    [
      'listsExactly, each once',
      listsExactly('body/servers', 'id', ['a']),
      response(200, { servers: [{ id: 'a' }] }),
      servers,
    ],
    ['listsOnly', listsOnly('body/servers', 'id', ['a', 'b', 'z']), servers, other],
    ['listsOnly, which needs an array', listsOnly('body/servers', 'id', ['a', 'b']), servers, text],
    ['hasLength', hasLength('body/servers', 2), servers, other],
    ['hasLength, which needs an array', hasLength('body/servers', 2), servers, text],
    ['hasLengthAtMost', hasLengthAtMost('body/servers', 1), other, servers],
    ['equalsExcept', equalsExcept('body/servers/0', { id: 'a', tags: [] }, ['tags']), servers, other],
    [
      'isTimeWithin',
      isTimeWithin('body/server/updated', { notBefore: since }),
      at('2026-01-02T00:00:00'),
      at('0001-01-01T00:00:00Z'),
    ],
    ['allOf', allOf(isSuccess, containsItem('body/servers', 'id', 'a')), servers, response(200, { servers: [] })],
  ])('return a mismatch only when the response does not match: %s', (_, matcher, matching, differing) => {
    expect(matcher(matching)).toBeUndefined()
    expect(matcher(differing)).toMatchObject({
      message: expect.stringMatching(/^GET \/v2\/…\/servers.*\.$/),
      at: expect.any(String),
      expected: expect.any(String),
      actual: expect.any(String),
    })
  })

  const flavors = (count: number) =>
    response(200, { flavors: Array.from({ length: count }, (_, id) => ({ id: `f${id}` })) })

  test.each<[Matcher, ApiResponse, string, string, string]>([
    [isRejected, response(202), 'succeeded with 202 but must be rejected.', 'a rejection (4xx)', '202'],
    [isRejected, response(500), 'returned 500, not a rejection.', 'a rejection (4xx)', '500'],
    [
      isSuccess,
      response(409, { conflictingRequest: { message: 'busy' } }),
      'returned 409.',
      'a success (2xx)',
      '409 (busy)',
    ],
    [hasStatus(200), response(204), 'returned 204, not 200.', '200', '204'],
    [hasValue('body/id', 1), response(200, { id: 2 }), ': body/id is 2, not 1.', '1', '2'],
    [hasValue('body/id', 'x'.repeat(80)), response(200, {}), ': body/id is missing.', `"${'x'.repeat(80)}"`, 'nothing'],
    [
      hasValueMatching('body/id', 'a UUID', () => false),
      response(200, { id: 2 }),
      ': body/id is 2; expected a UUID.',
      'a UUID',
      '2',
    ],
    [
      hasValueMatching('body/flavors', 'only f8', () => false),
      flavors(3),
      ' returned 3 flavors; expected only f8.',
      'only f8',
      '3 flavors: f0, f1, f2',
    ],
    [
      hasValueMatching('body/flavors', `only ${'a-name, '.repeat(20)}`, () => false),
      flavors(1),
      ` returned 1 flavor: f0; expected only ${'a-name, '.repeat(8)}a-name ….`,
      `only ${'a-name, '.repeat(20)}`,
      '1 flavor: f0',
    ],
    [
      hasLength('body/flavors', 1),
      flavors(12),
      ' returned 12 flavors, not 1.',
      '1 flavor',
      '12 flavors: f0, f1, f2, f3, f4 and 7 more',
    ],
    [
      hasLengthAtMost('body/flavors', 1),
      flavors(2),
      ' returned 2 flavors, not at most 1.',
      'at most 1 flavor',
      '2 flavors: f0, f1',
    ],
    [containsItem('body/flavors', 'id', 'f9'), flavors(1), ' leaves out the id f9.', '1 flavor: f9', '1 flavor: f0'],
    [
      containsItems('body/flavors', 'id', ['f0', 'f8', 'f9']),
      flavors(1),
      ' leaves out 2 of 3 flavors: f8, f9.',
      '3 flavors: f0, f8, f9',
      '1 flavor: f0',
    ],
    [
      listsOnly('body/flavors', 'id', ['f0']),
      flavors(3),
      ' lists 2 flavors too many: f1, f2.',
      'only f0',
      '3 flavors: f0, f1, f2',
    ],
    [lacksItem('body/flavors', 'id', 'f0'), flavors(1), ' lists the id f0.', 'no element with id "f0"', '1 flavor: f0'],
    [
      lacksItem('body/flavors', 'id', 'f0'),
      response(200, {}),
      ': body/flavors is missing.',
      'no element with id "f0"',
      'nothing',
    ],
    [
      isTimeWithin('body/server/updated', { notAfter: since }),
      at('2026-01-02T00:03:04Z'),
      ': body/server/updated is 2026-01-02T00:03:04Z, 3 min 4 s after the latest time it can be.',
      'a time not after 2026-01-02T00:00:00.000Z',
      '"2026-01-02T00:03:04Z"',
    ],
    [
      equalsExcept('body/server', { name: 'a', updated: 'x', size: 1 }, ['updated']),
      response(200, { server: { name: 'b', updated: 'y', size: 1 } }),
      ': body/server differs in name ("b", not "a").',
      '{"name":"a"}',
      '{"name":"b"}',
    ],
  ])('describe a mismatch by what differs: %#', (matcher, actual, message, expectedText, actualText) => {
    expect(matcher(actual)).toMatchObject({ expected: expectedText, actual: actualText })
    expect(matcher(actual)?.message).toBe(
      `GET /v2/…/servers${message.startsWith(':') ? '' : ' '}${message.trimStart()}`,
    )
  })
})

test.each([
  ['/servers/a/action', '{"os-stop":null}', 'GET /v2/…/servers/a/action os-stop'],
  ['/servers/a/action', 'os-stop', 'GET /v2/…/servers/a/action'],
  ['/servers/a/action', undefined, 'GET /v2/…/servers/a/action'],
  ['/servers?limit=1', '{"os-stop":null}', 'GET /v2/…/servers?limit=1'],
])('a request to %s with %s is called %s', (path, requestBody, expected) => {
  const sent = responseWith(400, { url: `http://h/v2/t1${path}`, ...(requestBody !== undefined && { requestBody }) })
  expect(requestLine(sent)).toBe(expected)
})
