import { expect, test } from 'vitest'
import { isDocumentedRequest } from './validate-request.ts'

test.each([
  ['createKeypair', { keypair: { name: 'a' } }],
  ['createKeypair', { keypair: { name: 'a', type: 'ssh' } }],
  ['actOnServer', { 'os-stop': null }],
  ['listServers', undefined],
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
