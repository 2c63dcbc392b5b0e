import { expect, test } from 'vitest'
import { profiles } from '#contract'
import type { Exchange } from '#model'
import { editionNote } from './edition-note.ts'

function profileNamed(id: string) {
  const profile = profiles[id]
  if (profile === undefined) throw new TypeError(`there is no profile ${id}`)
  return profile
}

const call = (operation: NonNullable<Exchange['operation']>, status: number): Exchange => ({
  index: 0,
  operation,
  phase: 'act',
  method: 'GET',
  url: 'http://target/v2/tenant',
  requestHeaders: {},
  status,
  headers: {},
  startedAt: 0,
  ms: 1,
})

const unknown = [
  call('listFlavorsDetail', 404),
  call('listServerMetadata', 404),
  call('setServerMetadata', 405),
  call('listFlavorsDetail', 401),
  call('listServers', 200),
]

test.each([
  ['nova', '--edition 2020-03'],
  ['nhn', '--profile toast'],
])('a target that knows no operation of the later edition may implement the first one (%s)', (id, option) => {
  expect(editionNote(profileNamed(id), '2026-05', unknown)).toEqual([
    `The target knows none of 3 operations that edition 2026-05 adds: if it implements edition 2020-03, test it with ${option}.`,
  ])
})

test.each([
  ['one of them succeeds', [...unknown, call('listServerMetadata', 200)]],
  ['few of them were called', unknown.slice(1)],
  ['none was called', []],
])('there is no note when %s', (_, exchanges) => {
  expect(editionNote(profileNamed('nhn'), '2026-05', exchanges)).toEqual([])
})

test('the first edition adds nothing', () => {
  expect(editionNote(profileNamed('nova'), '2020-03', unknown)).toEqual([])
})
