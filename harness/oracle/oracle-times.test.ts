import { describe, expect, test } from 'vitest'
import { created } from './conversation.fixture.ts'

describe('the oracle', () => {
  test('notices a change in the future', () => {
    expect(created().show({ updated: '2026-01-01T01:00:00Z' })).toEqual(['servers.updated'])
    expect(created().show({ updated: '2026-01-01T00:04:00Z' })).toEqual([])
    const target = created()
    target.show({ updated: '2026-01-01T00:00:10Z' })
    expect(target.detail({ updated: '2026-01-01T09:00:10Z' })).toEqual(['servers.updated'])
    expect(target.show({ updated: '2026-01-01T09:00:10Z' })).toEqual([])
  })

  test('notices a change in the detailed list that is earlier than the creation', () => {
    const target = created()
    target.show()
    expect(target.detail({ updated: '2025-12-31T15:00:10Z' })).toEqual(['servers.updated-moves'])
    const withOtherCreation = created()
    withOtherCreation.show({ updated: '2026-01-01T00:00:10Z' })
    const listed = { created: '2026-01-01T00:01:00Z', updated: '2026-01-01T00:00:10Z' }
    expect(withOtherCreation.detail(listed)).toEqual([])
  })
})
