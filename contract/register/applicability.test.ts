import { expect, test } from 'vitest'
import { exclusionReason } from './applicability.ts'

test('--only, --skip and the profile each leave requirements out, and say so', () => {
  const nothing = { only: [], skip: [], off: {} }
  expect(exclusionReason('servers.status', nothing)).toBeUndefined()
  expect(exclusionReason('servers.status', { ...nothing, only: ['flavors.*'] })).toBe('not selected by --only')
  expect(exclusionReason('servers.status', { ...nothing, skip: ['servers.*'] })).toBe('left out by --skip')
  expect(exclusionReason('servers.status', { ...nothing, off: { 'servers.status': 'because' } })).toBe('because')
})
