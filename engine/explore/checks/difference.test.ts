import { describe, expect, test } from 'vitest'
import type { KnownServer } from '../model.ts'
import { differencesOf } from './difference.ts'

const known = (changes: Partial<KnownServer> = {}): KnownServer => ({
  ...{ number: 1, id: 's', isLocal: false, name: 'n', formerName: undefined },
  ...{ status: 'ACTIVE', flavor: 'f', keyName: undefined },
  metadata: new Map([['a', '1']]),
  groups: new Map([['default', true]]),
  volumes: new Map([[1, true]]),
  addresses: ['net 10.0.0.5'],
  unclear: new Set(),
  ...{ isDeleted: false, isAbandoned: false },
  counts: new Map(),
  history: [],
  ...changes,
})

const shown = {
  ...{ name: 'n', status: 'ACTIVE', flavor: { id: 'f' }, metadata: { a: '1', ofTheService: 'x' } },
  security_groups: [{ name: 'default' }, { name: 'added-by-another-client' }],
  'os-extended-volumes:volumes_attached': [{ id: 'root' }, { id: 'v1' }],
  addresses: { net: [{ addr: '10.0.0.5' }, { addr: '10.0.0.6' }] },
}

const volume = { number: 1, id: 'v1', isOwn: true, server: 1, isAbandoned: false }
const cause = { steps: [{ action: 'stop', server: 1 }], volumes: new Map([[1, volume]]) } as const

const requirementOf = (server: KnownServer, description: unknown): string | undefined =>
  differencesOf(server, description, cause)[0]?.requirement

describe('the description of a server', () => {
  test('agrees with the model where it has more: what others have added is not compared', () => {
    expect(differencesOf(known(), shown, cause)).toEqual([])
  })

  test('is not compared in what it leaves out', () => {
    expect(differencesOf(known(), {}, cause)).toEqual([])
    expect(differencesOf(known(), { id: 's', name: 'n', links: [] }, cause)).toEqual([])
  })

  test('may spell a status as the table of the document does', () => {
    expect(differencesOf(known({ status: 'SHUTOFF' }), { ...shown, status: 'STOPPED' }, cause)).toEqual([])
  })

  test.each([
    ['name', { name: 'other' }, 'servers.update.renames'],
    ['status', { status: 'SHUTOFF' }, 'servers.state.legal-transitions'],
    ['flavor', { flavor: { id: 'g' } }, 'servers.resize.changes-flavor'],
    ['metadata', { metadata: {} }, 'metadata.set.changes'],
    ['groups', { security_groups: [] }, 'groups.add.attaches'],
    ['volumes', { 'os-extended-volumes:volumes_attached': [] }, 'servers.volumes-attached.agrees'],
    ['addresses', { addresses: {} }, 'servers.addresses.per-port'],
  ])('differs in its %s', (_, change, requirement) => {
    expect(requirementOf(known(), { ...shown, ...change })).toBe(requirement)
  })

  test('differs where it still has what was taken away', () => {
    expect(requirementOf(known({ volumes: new Map([[1, false]]) }), shown)).toBe('attachments.delete.detaches')
    expect(requirementOf(known({ metadata: new Map([['a', undefined]]) }), shown)).toBe('metadata.delete.removes')
  })
})
