import { describe, expect, test } from 'vitest'
import { commonPrefix } from './server-list.ts'

describe('commonPrefix', () => {
  test('ends where the names differ', () => {
    expect(commonPrefix('run-ordinary-1', 'run-ordinary-2')).toBe('run-ordinary-')
    expect(commonPrefix('run-ordinary-1', 'run-local-2', 'run-')).toBe('run-')
    expect(commonPrefix('a', 'b')).toBe('')
  })

  test('is the whole name of a single server, or a name that is a prefix of the others', () => {
    expect(commonPrefix('run-1')).toBe('run-1')
    expect(commonPrefix('run-1', 'run-12')).toBe('run-1')
  })
})
