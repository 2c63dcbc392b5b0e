import { expect, test } from 'vitest'
import { changedByMigration, withoutFloating, withoutNewMetadata } from './service-additions.ts'

const address = (addr: string, type?: string) => ({ addr, ...(type && { 'OS-EXT-IPS:type': type }) })
const server = (...entries: readonly object[]) => ({ id: 's1', addresses: { net: entries } })
const [fixed, floating] = [address('10.0.0.5', 'fixed'), address('203.0.113.5', 'floating')]

test('a floating address that appears later is not compared, also where the types are missing', () => {
  const untyped = server(address('10.0.0.5'), address('203.0.113.5'))
  expect(withoutFloating(server(fixed, floating), server(fixed))).toEqual(server(fixed))
  expect(withoutFloating(server(fixed), server(fixed, floating))).toEqual(server(fixed))
  expect(withoutFloating(untyped, server(fixed, floating))).toEqual(server(address('10.0.0.5')))
  expect(withoutFloating(server(address('10.0.0.6', 'fixed')), server(fixed))).not.toEqual(server(fixed))
})

test('a pair of metadata that appears later is not compared; a lost or changed one is', () => {
  const having = (metadata: object) => ({ id: 's1', metadata })
  const earlier = having({ a: '1' })
  expect(withoutNewMetadata(having({ a: '1', vendor: 'x' }), earlier)).toEqual(earlier)
  expect(withoutNewMetadata(having({ vendor: 'x' }), earlier)).toEqual(having({}))
  expect(withoutNewMetadata(having({ a: '2' }), earlier)).toEqual(having({ a: '2' }))
  expect(withoutNewMetadata({ id: 's1' }, { id: 's1' })).toEqual({ id: 's1' })
})

test('a migration by an operator changes the status and the host, and nothing else does', () => {
  const [active, migrating] = ['ACTIVE', 'MIGRATING'].map((status) => ({ id: 's1', status }))
  expect(changedByMigration(active, migrating)).toContain('status')
  expect(changedByMigration(migrating, active)).toContain('hostId')
  expect(changedByMigration(active, active)).toEqual([])
})
