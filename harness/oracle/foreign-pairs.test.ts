import { expect, test } from 'vitest'
import { created, grace } from './conversation.fixture.ts'

const pairs = { purpose: 'conformance' }
const imageRef = 'i1'

test('a server must not show metadata that only a request for another server contains', () => {
  const target = created({ imageRef, metadata: pairs })
  target.create({ imageRef }, 's2')
  expect(target.show({ metadata: pairs })).toEqual([])
  const other = { metadata: pairs, addresses: {}, 'os-extended-volumes:volumes_attached': [] }
  expect(target.show(other, grace, 's2')).toEqual(['servers.create.metadata'])
  expect(target.show(other, grace, 's2')).toEqual([])
  target.act('createImage', { name: 'copy' })
  target.create({ imageRef: 'i2' }, 's3')
  expect(target.show(other, grace, 's3')).toEqual([])
})

test('a server may show what a request set on it, and what the service adds', () => {
  const target = created({ imageRef })
  target.show({ metadata: { added: 'by the service' } })
  target.create({ imageRef, metadata: { ...pairs, added: 'by the service', os_type: 'linux' } }, 's2')
  const call = { kind: 'setServerMetadata', resource: 's1', request: { meta: pairs } }
  target.call('setServerMetadata', call, 200, { meta: pairs })
  expect(target.show({ metadata: { ...pairs, added: 'by the service', os_type: 'linux' } }, grace)).toEqual([])
})
