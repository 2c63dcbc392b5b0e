import { describe, expect, test } from 'vitest'
import { matchOperation } from './match-operation.ts'

describe('matchOperation', () => {
  test.each([
    ['GET', '/v2/t/servers/detail', 'listServersDetail', { root: '/v2', tenant: 't', parameters: {} }],
    ['GET', '/v2.1/servers/detail', 'listServersDetail', { root: '/v2.1', tenant: undefined, parameters: {} }],
    ['GET', '/compute/v2.1/t/servers', 'listServers', { root: '/compute/v2.1', tenant: 't' }],
    ['GET', '/v2/t/servers/a', 'showServer', { parameters: { serverId: 'a' } }],
    ['GET', '/v2.1/servers/a', 'showServer', { tenant: undefined, parameters: { serverId: 'a' } }],
    ['POST', '/v2/t/servers/a/action', 'actOnServer', { parameters: { serverId: 'a' } }],
    ['DELETE', '/v2/t/os-keypairs/a%20b', 'deleteKeypair', { parameters: { keypairName: 'a b' } }],
    ['GET', '/v2/t/servers/', 'listServers', { tenant: 't' }],
    ['GET', '/', 'listVersions', { root: '', tenant: undefined }],
  ])('finds the operation of %s %s', (method, path, operation, expected) => {
    expect(matchOperation(method, path, '2020-03')).toMatchObject({ operation, ...expected })
  })

  test.each([
    ['GET', '/v3/t/volumes'],
    ['GET', '/v2.0/networks'],
    ['PATCH', '/v2/t/servers/a'],
    ['GET', '/v2/t/servers/a/diagnostics'],
    ['GET', '/v2/t'],
  ])('finds none for %s %s', (method, path) => {
    expect(matchOperation(method, path, '2020-03')).toBeUndefined()
  })

  test('knows which edition has an operation', () => {
    expect(matchOperation('GET', '/v2/t/flavors/detail', '2020-03')).toBeUndefined()
    expect(matchOperation('GET', '/v2/t/flavors/detail', '2026-05')?.operation).toBe('listFlavorsDetail')
  })
})
