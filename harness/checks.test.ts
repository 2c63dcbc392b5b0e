import { describe, expect, test } from 'vitest'
import { Answer } from './answer.ts'
import { answersWith, type Check, every, isRefused, lists, listsNot, shows, showsSuch, succeeds } from './checks.ts'

const answer = (status: number, body: unknown = undefined): Answer =>
  new Answer(
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
  test.each<[string, Check, Answer, Answer]>([
    ['succeeds', succeeds, answer(202), answer(404)],
    ['isRefused', isRefused, answer(409), answer(202)],
    ['isRefused takes no server error for a refusal', isRefused, answer(400), answer(500)],
    ['answersWith', answersWith(200, 203), answer(203), answer(202)],
    ['shows', shows('body/servers/0/tags', ['x']), servers, answer(200, { servers: [{ tags: ['y'] }] })],
    [
      'showsSuch',
      showsSuch('body/servers', 'two', (value) => Array.isArray(value) && value.length === 2),
      servers,
      answer(200, {}),
    ],
    ['lists', lists('body/servers', 'id', 'b'), servers, answer(200, { servers: [{ id: 'a' }] })],
    ['lists needs a list', lists('body/servers', 'id', 'b'), servers, answer(200, { servers: 'b' })],
    ['listsNot', listsNot('body/servers', 'id', 'c'), servers, answer(200, { servers: [{ id: 'c' }] })],
    [
      'listsNot needs a list, so that an error is no proof of absence',
      listsNot('body/servers', 'id', 'c'),
      servers,
      answer(500),
    ],
    ['every', every(succeeds, lists('body/servers', 'id', 'a')), servers, answer(200, { servers: [] })],
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
    const broken = new Answer(answer(200).exchange, '{"__proto__":{"name":"x"}, "servers":')
    expect(broken.at('body/servers')).toBeUndefined()
    expect(answer(200, { server: null }).at('body/server/name')).toBeUndefined()
    expect(answer(200, {}).at('body/constructor/name')).toBeUndefined()
  })
})
