import { describe, expect, test } from 'vitest'
import type { Edition, RequirementId } from '#model'
import { describeMissing, exclusionReason, missingCapabilities, skipReason } from './applicability.ts'

const everything = { only: [], skip: [], off: {} }

describe('exclusionReason', () => {
  test.each([
    ['nothing', everything, undefined],
    ['an --only that does not match', { ...everything, only: ['flavors.*'] }, 'not selected by --only'],
    ['an --only of another operation', { ...everything, only: ['deleteKeypair'] }, 'not selected by --only'],
    ['an --only of its operation', { ...everything, only: ['listServersDetail'] }, undefined],
    ['a --skip of its operations', { ...everything, skip: ['listServers*'] }, 'left out by --skip'],
    ['a --skip that matches', { ...everything, skip: ['servers.*'] }, 'left out by --skip'],
    ['the profile', { ...everything, off: { 'servers.status': 'Nova has no such rule.' } }, 'Nova has no such rule.'],
  ])('reports what excludes a requirement: %s', (_, selection, reason) => {
    expect(exclusionReason('servers.status', selection)).toBe(reason)
  })
})

describe('missingCapabilities and describeMissing', () => {
  test('name what the target lacks and how to configure it', () => {
    const target = { capabilities: ['server'], missing: { volume: 'set resources.volume' } } as const
    const missing = missingCapabilities({ needs: ['server', 'volume', 'subnet'] }, target)
    expect(missing).toEqual(['volume', 'subnet'])
    expect(describeMissing(missing, target)).toBe('needs volume: set resources.volume; needs subnet')
  })
})

describe('skipReason', () => {
  const target = { capabilities: ['server'], edition: '2020-03', missing: {}, selection: everything } as const

  test('is undefined for a test that can run', () => {
    expect(skipReason(['servers.status'], target)).toBeUndefined()
    expect(skipReason([], target)).toBeUndefined()
  })

  test('names each missing capability once', () => {
    const lacking = { ...target, capabilities: [] }
    expect(skipReason(['servers.status', 'servers.id', 'access.tenant-isolation'], lacking)).toBe(
      'needs server; needs otherTenant',
    )
  })

  test('skips a test only when all its requirements are excluded', () => {
    const selection = { ...everything, skip: ['servers.status'] }
    expect(skipReason(['servers.status'], { ...target, selection })).toBe('left out by --skip')
    expect(skipReason(['servers.status', 'servers.id'], { ...target, selection })).toBeUndefined()
  })

  test('skips a test about what only another edition has, whatever else it verifies', () => {
    const off = { 'metadata.set.creates': 'edition 2020-03 does not have it' } as const
    const about: readonly RequirementId[] = ['metadata.set.creates', 'servers.show.equals-detail']
    const reason = (edition: Edition, ids: readonly RequirementId[]) =>
      skipReason(ids, { ...target, edition, selection: { ...everything, off } })
    expect(reason('2020-03', about)).toBe('edition 2020-03 does not have it')
    expect(reason('2020-03', about.toReversed())).toBeUndefined()
    expect(skipReason(about, { ...target, edition: '2026-05' })).toBeUndefined()
  })

  test('runs the tests that support a selected requirement, unless they are left out', () => {
    const selection = { ...everything, only: ['servers.metadata'], support: ['servers.show.answers'] } as const
    const reason = (changes: object) =>
      skipReason(['servers.show.answers'], { ...target, selection: { ...selection, ...changes } })
    expect(reason({})).toBeUndefined()
    expect(reason({ support: [] })).toBe('not selected by --only')
    expect(reason({ skip: ['servers.show.*'] })).toBe('not selected by --only')
    expect(reason({ off: { 'servers.show.answers': 'Not here.' } })).toBe('not selected by --only')
  })
})
