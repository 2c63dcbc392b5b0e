import { describe, expect, test } from 'vitest'
import { prettyJson } from './pretty-json.ts'

describe('prettyJson', () => {
  test('indents like JSON.stringify without changing tokens', () => {
    const value = { a: [1, 'x, {y}: "z"', []], b: { c: null, d: {} }, e: '' }
    expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
    expect(prettyJson('{"n":1.0,"n":12345678901234567890}')).toBe('{\n  "n": 1.0,\n  "n": 12345678901234567890\n}')
  })

  test('indents truncated JSON and leaves other text unchanged', () => {
    expect(prettyJson('{"a":"un')).toBe('{\n  "a": "un')
    expect(prettyJson('<html> , </html>')).toBe('<html> , </html>')
    expect(prettyJson('}]')).toBe('}]')
  })
})
