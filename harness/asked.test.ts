import { expect, test } from 'vitest'
import { whyNotAsked } from './asked.ts'

test('--only, --skip and the profile each leave requirements out, and say so', () => {
  const nothing = { only: [], skip: [], off: {} }
  expect(whyNotAsked('servers.status', nothing)).toBeUndefined()
  expect(whyNotAsked('servers.status', { ...nothing, only: ['flavors.*'] })).toBe('not selected by --only')
  expect(whyNotAsked('servers.status', { ...nothing, skip: ['servers.*'] })).toBe('left out by --skip')
  expect(whyNotAsked('servers.status', { ...nothing, off: { 'servers.status': 'because' } })).toBe('because')
})
