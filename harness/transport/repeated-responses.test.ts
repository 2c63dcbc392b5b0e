import { describe, expect, test } from 'vitest'
import { SimulatedClock } from '../clock.fixture.ts'
import type { RawResponse } from './http-message.ts'
import { withoutRepeatedResponses } from './repeated-responses.ts'

const response = (id: string | undefined, text: string): RawResponse => ({
  status: 200,
  headers: id === undefined ? {} : { 'x-compute-request-id': id },
  text,
  isUtf8: true,
  startedAt: 0,
  ms: 1,
})

/** Sends the responses one after the other, and the last one from then on. */
function scripted(...responses: readonly RawResponse[]) {
  let count = 0
  let passed = 0
  const send = withoutRepeatedResponses(
    async () => responses[Math.min(count++, responses.length - 1)] ?? response('req-0', '{}'),
    new SimulatedClock(),
    () => passed++,
  )
  const request = (method: string, path: string, token = 'ours') =>
    send({ method, url: `http://h${path}`, headers: { 'x-auth-token': token } })
  return { request, count: () => count, passed: () => passed }
}

const flavors = response('req-1', '{"flavors":[]}')
const servers = response('req-2', '{"servers":[]}')

describe('the response of an earlier request', () => {
  test.each([
    ['another URL', '/servers', 'ours'],
    ['another token', '/flavors', 'theirs'],
  ])('is not taken for that of a read with %s, which is sent again', async (_name, path, token) => {
    const { request, count, passed } = scripted(flavors, flavors, servers)
    await request('GET', '/flavors')
    expect(await request('GET', path, token)).toMatchObject({ text: servers.text })
    expect([count(), passed()]).toEqual([3, 1])
  })

  test('is the response of the target when the repeats of three reads get one, too', async () => {
    const { request, count, passed } = scripted(flavors)
    for (const path of ['/flavors', '/a', '/b', '/c', '/d'])
      expect(await request('GET', path)).toMatchObject({ text: flavors.text })
    expect([count(), passed()]).toEqual([8, 0])
  })

  test('is kept where sending again is not safe', async () => {
    const { request, count } = scripted(flavors, flavors, servers)
    await request('GET', '/flavors')
    expect(await request('POST', '/servers')).toMatchObject({ text: flavors.text })
    expect(count()).toBe(2)
  })
})

test.each([
  ['the same request', '/flavors', flavors],
  ['the same request id, but another body', '/servers', response('req-1', servers.text)],
  ['the same body without a request id', '/servers', response(undefined, flavors.text)],
])('a response to %s is kept', async (_name, path, second) => {
  const { request, count } = scripted(flavors, second, servers)
  await request('GET', '/flavors')
  expect(await request('GET', path)).toMatchObject({ text: second.text })
  expect(count()).toBe(2)
})
