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

const answer = (status: number, body: unknown = undefined): ApiResponse =>
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

const servers = answer(200, { servers: [{ id: 'a', tags: ['x'] }, { id: 'b' }] })

describe('checks', () => {
  test.each<[string, Matcher, ApiResponse, ApiResponse]>([
    ['succeeds', isSuccess, answer(202), answer(404)],
    ['isRefused', isRejected, answer(409), answer(202)],
    ['isRefused takes no server error for a refusal', isRejected, answer(400), answer(500)],
    ['answersWith', hasStatus(200, 203), answer(203), answer(202)],
    ['shows', hasValue('body/servers/0/tags', ['x']), servers, answer(200, { servers: [{ tags: ['y'] }] })],
    [
      'showsSuch',
      hasValueMatching('body/servers', 'two', (value) => Array.isArray(value) && value.length === 2),
      servers,
      answer(200, {}),
    ],
    ['lists', containsItem('body/servers', 'id', 'b'), servers, answer(200, { servers: [{ id: 'a' }] })],
    ['lists needs a list', containsItem('body/servers', 'id', 'b'), servers, answer(200, { servers: 'b' })],
    ['listsNot', lacksItem('body/servers', 'id', 'c'), servers, answer(200, { servers: [{ id: 'c' }] })],
    [
      'listsNot needs a list, so that an error is no proof of absence',
      lacksItem('body/servers', 'id', 'c'),
      servers,
      answer(500),
    ],
    ['every', allOf(isSuccess, containsItem('body/servers', 'id', 'a')), servers, answer(200, { servers: [] })],
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
    const broken = new ApiResponse(answer(200).exchange, '{"__proto__":{"name":"x"}, "servers":')
    expect(broken.at('body/servers')).toBeUndefined()
    expect(answer(200, { server: null }).at('body/server/name')).toBeUndefined()
    expect(answer(200, {}).at('body/constructor/name')).toBeUndefined()
  })
})
