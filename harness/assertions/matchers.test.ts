import { describe, expect, test } from 'vitest'
import { ApiResponse } from '../client/api-response.ts'
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

const response = (status: number, body: unknown = undefined): ApiResponse =>
  new ApiResponse(
    {
      index: 1,
      phase: 'act',
      method: 'GET',
      url: 'http://h/v2/t/servers',
      requestHeaders: {},
      status,
      headers: {},
      startedAt: 0,
      ms: 1,
    },
    body === undefined ? '' : JSON.stringify(body),
  )

const servers = response(200, { servers: [{ id: 'a', tags: ['x'] }, { id: 'b' }] })

describe('checks', () => {
  test.each<[string, Matcher, ApiResponse, ApiResponse]>([
    ['succeeds', isSuccess, response(202), response(404)],
    ['isRefused', isRejected, response(409), response(202)],
    ['isRefused takes no server error for a refusal', isRejected, response(400), response(500)],
    ['answersWith', hasStatus(200, 203), response(203), response(202)],
    ['shows', hasValue('body/servers/0/tags', ['x']), servers, response(200, { servers: [{ tags: ['y'] }] })],
    [
      'showsSuch',
      hasValueMatching('body/servers', 'two', (value) => Array.isArray(value) && value.length === 2),
      servers,
      response(200, {}),
    ],
    ['lists', containsItem('body/servers', 'id', 'b'), servers, response(200, { servers: [{ id: 'a' }] })],
    ['lists needs a list', containsItem('body/servers', 'id', 'b'), servers, response(200, { servers: 'b' })],
    ['listsNot', lacksItem('body/servers', 'id', 'c'), servers, response(200, { servers: [{ id: 'c' }] })],
    [
      'listsNot needs a list, so that an error is no proof of absence',
      lacksItem('body/servers', 'id', 'c'),
      servers,
      response(500),
    ],
    ['every', allOf(isSuccess, containsItem('body/servers', 'id', 'a')), servers, response(200, { servers: [] })],
  ])('%s', (_, check, right, wrong) => {
    expect(check(right)).toBeUndefined()
    expect(check(wrong)).toMatchObject({
      message: expect.any(String),
      at: expect.any(String),
      expected: expect.any(String),
      actual: expect.any(String),
    })
  })

  test('a body that is not JSON, or has a hostile shape, is looked at without harm', () => {
    const broken = new ApiResponse(response(200).exchange, '{"__proto__":{"name":"x"}, "servers":')
    expect(broken.at('body/servers')).toBeUndefined()
    expect(response(200, { server: null }).at('body/server/name')).toBeUndefined()
    expect(response(200, {}).at('body/constructor/name')).toBeUndefined()
  })
})
