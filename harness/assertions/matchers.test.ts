import { describe, expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import type { ApiResponse } from '../client/api-response.ts'
import {
  allOf,
  containsItem,
  hasStatus,
  hasValue,
  hasValueMatching,
  isRejected,
  isSuccess,
  lacksItem,
  type Matcher,
} from './matchers.ts'

const response = (status: number, body?: unknown): ApiResponse => responseWith(status, { body })

const servers = response(200, { servers: [{ id: 'a', tags: ['x'] }, { id: 'b' }] })

describe('matchers', () => {
  test.each<[string, Matcher, ApiResponse, ApiResponse]>([
    ['isSuccess', isSuccess, response(202), response(404)],
    ['isRejected', isRejected, response(409), response(202)],
    ['isRejected, for which a server error is not a rejection', isRejected, response(400), response(500)],
    ['hasStatus', hasStatus(200, 203), response(203), response(202)],
    ['hasValue', hasValue('body/servers/0/tags', ['x']), servers, response(200, { servers: [{ tags: ['y'] }] })],
    [
      'hasValueMatching',
      hasValueMatching('body/servers', 'two', (value) => Array.isArray(value) && value.length === 2),
      servers,
      response(200, {}),
    ],
    ['containsItem', containsItem('body/servers', 'id', 'b'), servers, response(200, { servers: [{ id: 'a' }] })],
    [
      'containsItem, which needs an array',
      containsItem('body/servers', 'id', 'b'),
      servers,
      response(200, { servers: 'b' }),
    ],
    ['lacksItem', lacksItem('body/servers', 'id', 'c'), servers, response(200, { servers: [{ id: 'c' }] })],
    ['lacksItem, which needs an array', lacksItem('body/servers', 'id', 'c'), servers, response(500)],
    ['allOf', allOf(isSuccess, containsItem('body/servers', 'id', 'a')), servers, response(200, { servers: [] })],
  ])('return a mismatch only when the response does not match: %s', (_, matcher, matching, other) => {
    expect(matcher(matching)).toBeUndefined()
    expect(matcher(other)).toMatchObject({
      message: expect.stringMatching(/^GET \/v2\/…\/servers.*\.$/),
      at: expect.any(String),
      expected: expect.any(String),
      actual: expect.any(String),
    })
  })

  test.each<[Matcher, number, unknown, string]>([
    [isRejected, 202, {}, 'GET /v2/…/servers succeeded but must be rejected.'],
    [isRejected, 500, {}, 'GET /v2/…/servers returned 500, not a rejection.'],
    [hasStatus(200), 204, {}, 'GET /v2/…/servers returned 204.'],
    [hasValue('body/id', 1), 200, { id: 2 }, 'GET /v2/…/servers: body/id is not 1.'],
    [hasValue('body/id', 'x'.repeat(80)), 200, {}, 'GET /v2/…/servers: body/id has an unexpected value.'],
    [containsItem('body/ids', 'id', 1), 200, {}, 'GET /v2/…/servers does not list an element with id 1.'],
    [lacksItem('body/ids', 'id', 1), 200, { ids: [{ id: 1 }] }, 'GET /v2/…/servers lists an element with id 1.'],
    [lacksItem('body/ids', 'id', 1), 200, {}, 'GET /v2/…/servers: body/ids is not an array.'],
  ])('describe a mismatch in one sentence: %#', (matcher, status, body, message) => {
    expect(matcher(response(status, body))?.message).toBe(message)
  })
})
