import { expect, test } from 'vitest'
import { RuleConversation } from './rule-conversation.fixture.ts'

test.each([
  ['listServers', { servers: [{ id: 'a' }, { id: 'b' }, { id: 'a' }] }, 'servers.list.answers'],
  ['listKeypairs', { keypairs: [{ keypair: { name: 'k' } }, { keypair: { name: 'k' } }] }, 'keypairs.list.answers'],
  ['listAvailabilityZones', { availabilityZoneInfo: [{ zoneName: 'z' }, { zoneName: 'z' }] }, 'zones.name-unique'],
] as const)('%s has no element twice', (operation, body, requirement) => {
  expect(new RuleConversation().list(operation, '', 200, body)).toEqual([requirement])
})

test.each([{ servers: [{ id: 'a' }, { id: 'b' }] }, { servers: [{}, {}] }, { servers: null }])(
  'a list may have %j',
  (body) => {
    expect(new RuleConversation().list('listServers', '', 200, body)).toEqual([])
  },
)
