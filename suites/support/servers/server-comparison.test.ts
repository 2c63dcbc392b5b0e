import { expect, test } from 'vitest'
import { responseWith } from '../../../harness/client/api-response.fixture.ts'
import { agreesWithShow } from './server-comparison.ts'

const full = {
  id: 's1',
  addresses: { net: [{ addr: '10.0.0.1', version: 4 }] },
  flavor: { id: 'f1', links: [] },
  'OS-EXT-STS:vm_state': 'active',
}

const shown = responseWith(200, { body: { server: full } })
const agreement = (server: object) => agreesWithShow(shown, shown)(responseWith(200, { body: { server } }))?.at

test('the response to an update may lack attributes, and members of the elements of a list', () => {
  expect(agreement(full)).toBeUndefined()
  expect(agreement({ id: 's1', flavor: { id: 'f1' } })).toBeUndefined()
  expect(agreement({ id: 's1', addresses: { net: [{ addr: '10.0.0.1' }] } })).toBeUndefined()
})

test('the response to an update may not lack a network, nor, if it is whole, a member of the flavor', () => {
  expect(agreement({ id: 's1', addresses: {} })).toBe('body/server/addresses')
  expect(agreement({ ...full, flavor: { id: 'f1' } })).toBe('body/server/flavor')
})

test('the response to an update may lack a network that the server got after it', () => {
  const before = responseWith(200, { body: { server: { ...full, addresses: {} } } })
  expect(agreesWithShow(before, shown)(before)).toBeUndefined()
})

test('the response to an update names the host of showServer, unless the server has been migrated since', () => {
  const on = (hostId: string) => responseWith(200, { body: { server: { ...full, hostId } } })
  expect(agreesWithShow(on('a'), on('b'))(on('a'))).toBeUndefined()
  expect(agreesWithShow(on('a'), on('a'))(on('b'))?.at).toBe('body/server/hostId')
})
