import { expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import { namedCreateOf } from './named-creates.ts'

const clientReturning = (status: number, body: unknown) => ({
  withPhase: () => ({ call: async () => responseWith(status, { body }) }),
})

test.each([
  [404, false],
  [200, true],
])('a keypair whose show returns %i exists: %s', async (status, expected) => {
  const keypairs = namedCreateOf('createKeypair')
  expect(await keypairs?.exists(clientReturning(status, {}), 'k', true)).toBe(expected)
  expect(await keypairs?.exists(clientReturning(status, {}), 'k', false)).toBe(false)
})

test.each([
  ['k', true],
  ['other', false],
])('a keypair that cannot be shown is looked for in a list with %s: %s', async (listed, expected) => {
  const list = responseWith(200, { body: { keypairs: [{ keypair: { name: listed } }] } })
  const call = async (operation: string) => (operation === 'listKeypairs' ? list : responseWith(405, {}))
  expect(await namedCreateOf('createKeypair')?.exists({ withPhase: () => ({ call }) }, 'k', true)).toBe(expected)
})

test('a keypair that can be neither shown nor listed may exist', async () => {
  const exists = namedCreateOf('createKeypair')?.exists(clientReturning(500, {}), 'k', true)
  await expect(exists).rejects.toThrow('The keypairs can be neither shown nor listed: 500, 500.')
})

test.each([
  ['g', true],
  ['h', false],
])('a server group named %s is in the list: %s', async (name, expected) => {
  const client = clientReturning(200, { server_groups: [{ name: 'g' }] })
  expect(await namedCreateOf('createServerGroup')?.exists(client, name, true)).toBe(expected)
})

test('other creates are not searched for', () => expect(namedCreateOf('createServer')).toBeUndefined())
