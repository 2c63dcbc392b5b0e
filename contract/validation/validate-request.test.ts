import { expect, test } from 'vitest'
import { isDocumentedRequest, requestViolations } from './validate-request.ts'

test.each([
  ['createKeypair', { keypair: { name: 'a' } }],
  ['createKeypair', { keypair: { name: 'a', type: 'ssh' } }],
  ['actOnServer', { 'os-stop': null }],
  ['listServers', undefined],
  // The document wants it, and a service that does not conforms too.
  ['createServer', { server: { name: 'a', imageRef: 'i', flavorRef: 'f', networks: [] } }],
] as const)('a documented request of %s is accepted', (operation, body) => {
  expect(isDocumentedRequest(operation, body)).toBe(true)
})

test.each([
  ['createKeypair', { name: 'a' }],
  ['createKeypair', { keypair: { name: 5 } }],
  ['createKeypair', undefined],
  ['createServer', { server: { name: 'a', networks: 'none' } }],
] as const)('any other request of %s is not', (operation, body) => {
  expect(isDocumentedRequest(operation, body)).toBe(false)
})

const server = { name: 'a', imageRef: 'i', flavorRef: 'f', networks: [], key_name: 'k' }

test.each([
  [true, true],
  [1, true],
  [0, true],
  [2, false],
  ['yes', false],
])('delete_on_termination may be a Boolean, or a number as in the example of the document: %j', (value, expected) => {
  const body = { server: { ...server, block_device_mapping_v2: [{ delete_on_termination: value }] } }
  expect(isDocumentedRequest('createServer', body)).toBe(expected)
})

test.each([
  ['createServer', {}, ['servers.create.server-required']],
  ['createServer', { server: { ...server, name: null } }, ['servers.create.name-required']],
  ['createServer', { server: { ...server, name: 5 } }, [undefined]],
  ['createServer', { server: { ...server, name: 'n'.repeat(256) } }, ['servers.create.name-limit']],
  ['createServer', { server: { ...server, networks: {} } }, ['servers.create.networks-array']],
  [
    'createServer',
    { server: { ...server, block_device_mapping_v2: [{ source_type: 'drawer', destination_type: 'local' }] } },
    ['servers.create.source-type'],
  ],
  ['createServer', { server: { name: 'a', networks: [] } }, [undefined, 'servers.create.flavor-required']],
  ['createServer', { server: { ...server, metadata: { a: 'v'.repeat(256) } } }, ['servers.create.metadata-limit']],
  ['createServer', { server: { ...server, metadata: { ['k'.repeat(256)]: 'v' } } }, ['servers.create.metadata-limit']],
  ['createServer', { server: { ...server, metadata: { a: 5 } } }, ['servers.create.foreign-values-refused']],
  ['actOnServer', { createImage: { name: 'i', metadata: { a: 5 } } }, [undefined]],
  ['actOnServer', { reboot: { type: 'WARM' } }, ['servers.reboot.type-required']],
  ['actOnServer', { resize: null }, ['servers.resize.object-required']],
  ['actOnServer', { addSecurityGroup: {} }, ['groups.add.name-required']],
  ['actOnServer', { 'no-such-action': null }, [undefined]],
  ['setServerMetadata', { meta: { a: 'v'.repeat(256) } }, ['metadata.set.limit']],
] as const)('%s %j violates what requires its rejection', (operation, body, requirements) => {
  expect(requestViolations(operation, body).map(({ requirement }) => requirement)).toEqual(requirements)
})
