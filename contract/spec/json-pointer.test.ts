import { describe, expect, test } from 'vitest'
import { escapePointerKey, resolvePointer } from './json-pointer.ts'

describe('resolvePointer', () => {
  const root = JSON.parse('{"a":[{"b/c":1},null],"__proto__":{"x":2},"constructor":3,"~":4}')

  test.each([
    ['body/a/0/b~1c', 1],
    ['body/a/1', null],
    ['body/__proto__/x', 2],
    ['body/constructor', 3],
    ['body/~0', 4],
    ['body', root],
  ])('resolves %s', (pointer, value) => {
    expect(resolvePointer(root, pointer)).toEqual(value)
  })

  test.each(['body/a/2', 'body/toString', 'body/a/0/constructor', 'body/~/x', 'body/a/1/b'])(
    'returns undefined for %s',
    (pointer) => {
      expect(resolvePointer(root, pointer)).toBeUndefined()
    },
  )
})

test('escapePointerKey makes any name a single part of a pointer', () => {
  const name = 'a/b~1c~'
  expect(resolvePointer({ [name]: 1 }, `body/${escapePointerKey(name)}`)).toBe(1)
})
