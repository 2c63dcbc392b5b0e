import { describe, expect, test } from 'vitest'
import { numericName } from '#model'
import { isForeign, ownershipOf } from './ownership.ts'

describe('ownershipOf', () => {
  const ownership = ownershipOf('7e77011b', new Set(['server-1']))

  test.each([
    ['its prefix', 'conformance-7e77011b-key-2', true],
    ['the prefix of another run', 'conformance-176da45f-key-2', false],
    ['its number', String(numericName('7e77011b')), true],
    ['the number of another run', String(numericName('176da45f')), false],
    ['another number', '5', false],
    ['the volume of its server', 'server-1-blank-vol', true],
    ['the volume of another server', 'server-2-blank-vol', false],
  ])('decides by the name: %s', (_, name, isOwned) => {
    expect(ownership.owns(name)).toBe(isOwned)
  })

  test('tells the keypair that was named by the number of the run from one of somebody else', () => {
    const keypair = (name: string) => ({ kind: 'keypair', id: name, name }) as const
    expect(isForeign(keypair(String(numericName('7e77011b'))), undefined, ownership, {})).toBe(false)
    expect(isForeign({ ...keypair('5'), name: '' }, undefined, ownership, {})).toBe(true)
  })
})
