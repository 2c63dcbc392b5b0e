import { expect, test } from 'vitest'
import { parseHarEntry } from './har-entry.ts'

const someHeaders = [{ name: 'A', value: '1' }]

const entry = (response: object, request: object = {}) => ({
  startedDateTime: '2026-01-02T03:04:05.000Z',
  time: 12.5,
  request: {
    method: 'get',
    url: 'http://cloud.example/v2/t/servers',
    headers: [
      { name: 'X-Auth-Token', value: 'abc' },
      { name: ':path', value: '/v2' },
    ],
    ...request,
  },
  response: { headers: someHeaders, ...response },
})

test('reads request, response and times', () => {
  const response = {
    status: 200,
    headers: [
      { name: 'A', value: '1' },
      { name: 'a', value: '2' },
    ],
    content: { text: '{}' },
  }
  expect(parseHarEntry(entry(response))).toEqual({
    request: { method: 'GET', url: 'http://cloud.example/v2/t/servers', headers: { 'x-auth-token': 'abc' } },
    startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    endedAt: Date.UTC(2026, 0, 2, 3, 4, 5) + 12.5,
    response: {
      ...{ status: 200, headers: { a: '1, 2' }, text: '{}', isUtf8: true },
      ...{ startedAt: Date.UTC(2026, 0, 2, 3, 4, 5), ms: 12.5 },
    },
  })
})

test.each([
  ['03:04:05.000Z', 12.5],
  ['12:04:05.0+09:00', 12.5],
  ['03:04:05Z', 999],
])('lets requests overlap whose times have no fractions of a second: %s', (time, lasts) => {
  const startedDateTime = `2026-01-02T${time}`
  const read = parseHarEntry({ ...entry({ status: 204 }), startedDateTime })
  expect((read?.endedAt ?? 0) - (read?.startedAt ?? 0)).toBe(lasts)
})

test('decodes base64, and notices what is not UTF-8', () => {
  const content = { encoding: 'base64', text: Buffer.from([0x7b, 0xff]).toString('base64') }
  expect(parseHarEntry(entry({ status: 200, content }))?.response).toMatchObject({ isUtf8: false })
})

test.each([
  ['whose body was not recorded', { status: 200, content: { size: 120 } }],
  ['whose size was not recorded', { status: 200, content: { size: -1 } }],
  [
    'whose size only a header says',
    { status: 200, headers: [{ name: 'Content-Length', value: '9' }], content: { size: 0 } },
  ],
  ['of which nothing was kept', { status: 200, content: { size: 9, text: '' } }],
  ['that was cut off', { status: 200, content: { size: 99, mimeType: 'application/json', text: '{"servers":[{' } }],
  ['that never came', { status: 0, content: {} }],
  ['whose headers were not recorded', { status: 200, headers: [], content: { text: '{}' } }],
  ['to a condition that may not have been recorded', { status: 304 }],
])('has no response for one %s', (_, response) => {
  expect(parseHarEntry(entry(response))).toMatchObject({ response: undefined })
})

test.each([
  ['is not JSON, and complete', { size: 13, mimeType: 'application/json', text: '{"servers":[{' }],
  [
    'is shorter than it was, since secrets were removed',
    { size: 99, mimeType: 'application/json', text: '{"a":"***"}' },
  ],
])('has a response for a body that %s', (_, content) => {
  expect(parseHarEntry(entry({ status: 200, content }))?.response).toMatchObject({ text: content.text })
})

test('has a response for a 304 whose request was recorded with all its headers', () => {
  const headers = [{ name: ':authority', value: 'cloud.example' }]
  expect(parseHarEntry(entry({ status: 304 }, { headers }))?.response).toMatchObject({ status: 304 })
})

test('knows that a 204 has no body, whatever its size', () => {
  expect(parseHarEntry(entry({ status: 204, content: { size: -1 } }))?.response).toMatchObject({ text: '' })
})

test.each([
  [
    'a response from the cache of the browser',
    { ...entry({ status: 200, content: { text: '{}' } }), _fromCache: 'disk' },
  ],
  ['a WebSocket', entry({}, { url: 'ws://cloud.example/' })],
  ['no time', { ...entry({}), startedDateTime: 'yesterday' }],
  ['null', null],
  ['a text', 'entry'],
])('ignores an entry with %s', (_, value) => {
  expect(parseHarEntry(value)).toBeUndefined()
})
