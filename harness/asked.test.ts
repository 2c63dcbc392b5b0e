import { expect, test } from 'vitest'
import { idPattern, whyNotAsked } from './asked.ts'

test('a pattern is an id in which * stands for anything, and nothing else is special', () => {
  expect(idPattern('servers.create.*').test('servers.create.name-limit')).toBe(true)
  expect(idPattern('servers.create.*').test('serversXcreate.name-limit')).toBe(false)
  expect(idPattern('servers.*.limit').test('servers.detail.limit')).toBe(true)
  expect(idPattern('servers.list').test('servers.list.limit')).toBe(false)
})

test('--only, --skip and the profile each leave requirements out, and say so', () => {
  const nothing = { only: [], skip: [], off: {} }
  expect(whyNotAsked('servers.status', nothing)).toBeUndefined()
  expect(whyNotAsked('servers.status', { ...nothing, only: ['flavors.*'] })).toBe('not selected by --only')
  expect(whyNotAsked('servers.status', { ...nothing, skip: ['servers.*'] })).toBe('left out by --skip')
  expect(whyNotAsked('servers.status', { ...nothing, off: { 'servers.status': 'because' } })).toBe('because')
})
