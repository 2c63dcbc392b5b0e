import { describe, expect, test } from 'vitest'
import { commonStart } from './server-list.ts'

describe('commonStart', () => {
  test('is as long as the names agree', () => {
    expect(commonStart('run-ordinary-1', 'run-ordinary-2')).toBe('run-ordinary-')
    expect(commonStart('run-ordinary-1', 'run-local-2', 'run-')).toBe('run-')
    expect(commonStart('a', 'b')).toBe('')
  })

  test('is all of a name that is alone, or begins another', () => {
    expect(commonStart('run-1')).toBe('run-1')
    expect(commonStart('run-1', 'run-12')).toBe('run-1')
  })
})
