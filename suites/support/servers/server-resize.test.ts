import { describe, expect, test } from 'vitest'
import { judgedDuringResize } from './server-resize.ts'

const judged = (...statuses: string[]): string[] =>
  judgedDuringResize(
    'resize from ACTIVE',
    statuses.map((status, ms) => ({ status, taskState: null, ms })),
  ).map(({ status }) => status)

describe('judgedDuringResize', () => {
  test('leaves a wrong status before VERIFY_RESIZE to the requirements about it', () => {
    expect(judged('ACTIVE', 'SUSPENDED', 'VERIFY_RESIZE', 'ACTIVE')).toEqual(['ACTIVE', 'VERIFY_RESIZE', 'ACTIVE'])
    expect(judged('RESIZE', 'PAUSED', 'ACTIVE')).toEqual(['RESIZE', 'ACTIVE'])
  })

  test('has every status after VERIFY_RESIZE', () => {
    expect(judged('RESIZE', 'VERIFY_RESIZE', 'PAUSED', 'ACTIVE')).toEqual([
      'RESIZE',
      'VERIFY_RESIZE',
      'PAUSED',
      'ACTIVE',
    ])
  })
})
