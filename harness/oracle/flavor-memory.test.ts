import { expect, test } from 'vitest'
import { Conversation } from './conversation.fixture.ts'

const list = (conversation: Conversation, vcpus: number, call: object = {}) =>
  conversation.call('listFlavorsDetail', call, 200, {
    flavors: [
      { id: 'f1', ram: 2048, vcpus: 1, disk: 0 },
      { id: 'f2', ram: 4096, vcpus, disk: 0 },
    ],
  })

test('a flavor that one list describes differently than the lists before and after it is reported once', () => {
  const conversation = new Conversation()
  expect(list(conversation, 2)).toEqual([])
  expect(list(conversation, 1, { query: new URLSearchParams({ minRam: '1' }) })).toEqual([])
  expect(list(conversation, 2)).toEqual(['flavors.detail.vcpus'])
  expect(list(conversation, 1)).toEqual([])
  expect(list(conversation, 2)).toEqual([])
})

test('a flavor that an operator has replaced is not reported', () => {
  const conversation = new Conversation()
  list(conversation, 2)
  expect(list(conversation, 4)).toEqual([])
  expect(list(conversation, 4)).toEqual([])
})

test('a response that was pending when the flavor was replaced is not reported', () => {
  const conversation = new Conversation()
  list(conversation, 2)
  list(conversation, 4)
  const body = { flavors: [{ id: 'f2', vcpus: 2 }] }
  expect(conversation.call('listFlavorsDetail', {}, 200, body, 10, { sentAt: 0 })).toEqual([])
})

test('responses to another tenant, or to an invalid request, are not compared', () => {
  const conversation = new Conversation()
  list(conversation, 2)
  list(conversation, 1, { isAuthorized: false })
  list(conversation, 1, { isInvalid: true })
  expect(list(conversation, 2)).toEqual([])
})

test('the name of a flavor is compared within each of the two lists', () => {
  const conversation = new Conversation()
  const name = (operation: 'listFlavors' | 'listFlavorsDetail', text: string) =>
    conversation.call(operation, {}, 200, { flavors: [{ id: 'f1', name: text }] })
  expect(name('listFlavors', 'small')).toEqual([])
  expect(name('listFlavorsDetail', 'large')).toEqual([])
  expect(name('listFlavors', 'cut')).toEqual([])
  expect(name('listFlavors', 'small')).toEqual(['flavors.name'])
})

test('a flavor that one whole list lacks is reported when a later list has it again', () => {
  const conversation = new Conversation()
  const listOf = (ids: readonly string[], call: object = {}) =>
    conversation.call('listFlavors', call, 200, { flavors: ids.map((id) => ({ id })) })
  expect(listOf(['f1', 'f2'])).toEqual([])
  expect(listOf(['f1'])).toEqual([])
  expect(listOf(['f1', 'f2'])).toEqual(['flavors.list.answers'])
  expect(listOf(['f1'])).toEqual([])
})

test('a flavor that an operator has added or removed, or a filter has left out, is not lost', () => {
  const conversation = new Conversation()
  const listOf = (ids: readonly string[], call: object = {}) =>
    conversation.call('listFlavors', call, 200, { flavors: ids.map((id) => ({ id })) })
  listOf(['f1', 'f2'])
  expect(listOf(['f1'], { query: new URLSearchParams({ limit: '1' }) })).toEqual([])
  expect(listOf(['f1', 'f2', 'f3'])).toEqual([])
  expect(listOf(['f1', 'f2'])).toEqual([])
  expect(listOf(['f1', 'f2', 'f3'])).toEqual([])
  expect(listOf(['f1', 'f3'])).toEqual([])
  expect(listOf(['f1', 'f3'])).toEqual([])
})

test.each([
  ['OS-FLV-DISABLED:disabled', 'flavors.detail.disabled'],
  ['os-flavor-access:is_public', 'flavors.detail.is-public'],
])('a flavor of which one list alone shows another %s is contradicted', (at, requirement) => {
  const conversation = new Conversation()
  const list = (value: boolean) =>
    conversation.call('listFlavorsDetail', {}, 200, { flavors: [{ id: 'f1', [at]: value }] })
  expect([list(false), list(true), list(false)]).toEqual([[], [], [requirement]])
})

test('an availability zone that one list lacks is reported when a later list has it again', () => {
  const conversation = new Conversation()
  const listOf = (...names: readonly string[]) =>
    conversation.call('listAvailabilityZones', {}, 200, {
      availabilityZoneInfo: names.map((zoneName) => ({ zoneName, zoneState: { available: true } })),
    })
  expect(listOf('a', 'b')).toEqual([])
  expect(listOf('a')).toEqual([])
  expect(listOf('b', 'a', 'c')).toEqual(['zones.list.answers'])
  expect(listOf('a')).toEqual([])
})

test('an availability zone that an operator has removed or added is not reported', () => {
  const conversation = new Conversation()
  const listOf = (...names: readonly string[]) =>
    conversation.call('listAvailabilityZones', {}, 200, {
      availabilityZoneInfo: names.map((zoneName) => ({ zoneName })),
    })
  listOf('a', 'b')
  expect(listOf('a')).toEqual([])
  expect(listOf('a', 'c')).toEqual([])
})
