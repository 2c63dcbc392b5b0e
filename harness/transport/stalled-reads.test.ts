import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { SendRequest } from './http-message.ts'
import { withHedgedReads } from './stalled-reads.ts'

/** Milliseconds of a whole request; a sixth of it until a read counts as stalled. */
const timeoutMs = 240

/**
 * A target that takes some milliseconds for the attempts to read a path, one number for each attempt. An attempt ends with an error after
 * its timeout.
 */
function target(delays: Readonly<Record<string, readonly number[]>>) {
  const received: string[] = []
  const respond: SendRequest = async (request, signal) => {
    const { pathname } = new URL(request.url)
    const line = `${request.method} ${pathname}`
    const attempt = received.filter((one) => one === line).length
    received.push(line)
    const delayMs = delays[pathname]?.[attempt] ?? 0
    const limitMs = request.timeoutMs ?? timeoutMs
    await sleep(Math.min(delayMs, limitMs), undefined, { signal })
    if (delayMs > limitMs) throw new Error(`attempt ${attempt + 1} timed out`)
    return { status: 200, headers: {}, text: `${attempt + 1}`, isUtf8: true, startedAt: 0, ms: delayMs }
  }
  const send = withHedgedReads(respond, timeoutMs)
  const request = (method: string, path: string) => send({ method, url: `http://h${path}`, headers: {} })
  return {
    request,
    count: (line: string) => received.filter((one) => one === line).length,
  }
}

const never = 10_000

test('a read without a response is sent again, and the first attempt is given up', async () => {
  const { request, count } = target({ '/servers': [never, 0] })
  expect(await request('GET', '/servers')).toMatchObject({ text: '2' })
  expect(count('GET /servers')).toBe(2)
})

test('a slow response counts when it comes before the second one, and two slow reads are enough to know the others', async () => {
  const slow = [60, never]
  const { request, count } = target({ '/a': [...slow, ...slow, 60, 60] })
  for (const attempt of ['1', '3', '5', '6']) expect(await request('GET', '/a')).toMatchObject({ text: attempt })
  expect(count('GET /a')).toBe(6)
})

test('slow reads of any kind are enough to know the others', async () => {
  const paths = ['/a', '/b', '/c', '/d', '/e', '/f', '/g']
  const { request, count } = target(Object.fromEntries(paths.map((path) => [path, [60, never]])))
  for (const path of paths) expect(await request('GET', path)).toMatchObject({ text: '1' })
  expect(paths.map((path) => count(`GET ${path}`))).toEqual([2, 2, 2, 2, 2, 2, 1])
})

test('a read that never gets a response fails after its timeout, with the error of the first attempt', async () => {
  const { request, count } = target({ '/servers': [never, never] })
  await expect(request('GET', '/servers')).rejects.toThrow('attempt 1 timed out')
  expect(count('GET /servers')).toBe(2)
})

test('a request that changes something is sent once', async () => {
  const { request, count } = target({ '/servers': [never] })
  await expect(request('POST', '/servers')).rejects.toThrow('timed out')
  expect(count('POST /servers')).toBe(1)
})
