import { describe, expect, test } from 'vitest'
import { observationsToVerify } from './resize-statuses.ts'

const verified = (...statuses: string[]): string[] =>
  observationsToVerify(
    'resize from ACTIVE',
    statuses.map((status, ms) => ({ status, taskState: null, ms })),
  ).map(({ status }) => status)

describe('observationsToVerify', () => {
  test('leaves a wrong status before VERIFY_RESIZE to the requirements about it', () => {
    expect(verified('ACTIVE', 'SUSPENDED', 'VERIFY_RESIZE', 'ACTIVE')).toEqual(['ACTIVE', 'VERIFY_RESIZE', 'ACTIVE'])
    expect(verified('RESIZE', 'PAUSED', 'ACTIVE')).toEqual(['RESIZE', 'ACTIVE'])
  })

  test('has every status after VERIFY_RESIZE', () => {
    expect(verified('RESIZE', 'VERIFY_RESIZE', 'PAUSED', 'ACTIVE')).toEqual([
      'RESIZE',
      'VERIFY_RESIZE',
      'PAUSED',
      'ACTIVE',
    ])
  })
})
