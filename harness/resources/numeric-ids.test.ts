import { expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import { learnNumericIds } from './numeric-ids.ts'

const name = 'conformance-1-web'

/** Learns from the response to a create, with a target that lists these servers. Returns whether ids are numbers, and the id that is read. */
async function learn(id: unknown, listed: readonly object[], detailed = listed) {
  const created = responseWith(202, { body: { server: { id } } })
  const call = async (operation: string) =>
    responseWith(200, { body: { servers: operation === 'listServers' ? listed : detailed } })
  const client = { withPhase: () => ({ call }) }
  await learnNumericIds(client, created, name)
  return { areNumbers: created.traits.hasNumericIds, id: created.string('body/server/id') }
}

test('ids are numbers where a list shows the created server under the same one', async () => {
  expect(await learn(51, [{ id: 51, name }])).toEqual({ areNumbers: true, id: '51' })
})

test('ids are numbers where the plain list has no names and the detailed one shows the created server', async () => {
  expect(await learn(51, [{ id: 51 }], [{ id: 51, name }])).toEqual({ areNumbers: true, id: '51' })
})

test.each([
  ['the list has another number for it', 51, [{ id: 52, name }]],
  ['the list has the number for another server', 51, [{ id: 51, name: 'other' }]],
  ['the list has a text', 51, [{ id: '51', name }]],
  ['the list is empty', 51, []],
])('a number in the response alone is not believed: %s', async (_, id, listed) => {
  expect(await learn(id, listed)).toEqual({ areNumbers: false, id: undefined })
})

test('an id that is a text is read as it is', async () => {
  expect(await learn('a-b', [{ id: 51, name }])).toEqual({ areNumbers: false, id: 'a-b' })
})
