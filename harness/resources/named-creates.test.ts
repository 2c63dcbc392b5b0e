import { expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import { namedCreateOf } from './named-creates.ts'

const clientReturning = (status: number, body: unknown) => ({
  withPhase: () => ({ call: async () => responseWith(status, { body }) }),
})

test.each([
  [404, false],
  [200, true],
  [500, true],
])('a keypair whose show returns %i exists or may exist: %s', async (status, expected) => {
  const keypairs = namedCreateOf('createKeypair')
  expect(await keypairs?.exists(clientReturning(status, {}), 'k', true)).toBe(expected)
  expect(await keypairs?.exists(clientReturning(status, {}), 'k', false)).toBe(false)
})

test.each([
  ['g', true],
  ['h', false],
])('a server group named %s is in the list: %s', async (name, expected) => {
  const client = clientReturning(200, { server_groups: [{ name: 'g' }] })
  expect(await namedCreateOf('createServerGroup')?.exists(client, name, true)).toBe(expected)
})

test('other creates are not searched for', () => expect(namedCreateOf('createServer')).toBeUndefined())
