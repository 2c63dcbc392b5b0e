import { createServer } from 'node:http'
import { describe, expect, test } from 'vitest'
import { acceptsConnections, onEachStart, RunRequests } from './requests.ts'

describe('a request to run', () => {
  test('starts one run, however often it was made before', async () => {
    const requests = new RunRequests()
    requests.add()
    requests.add()
    expect(await requests.next(new AbortController().signal)).toBe(true)
    expect(requests.isPending).toBe(false)
  })

  test('ends the wait for it, as an abort does', async () => {
    const requests = new RunRequests()
    const controller = new AbortController()
    const first = requests.next(controller.signal)
    requests.add()
    expect(await first).toBe(true)
    const second = requests.next(controller.signal)
    controller.abort()
    expect(await second).toBe(false)
    expect(await requests.next(controller.signal)).toBe(false)
  })
})

test.each<[boolean, string, number]>([
  [false, '-++--+', 2],
  [true, '++', 0],
  [true, '+-+', 1],
])('a target that was up (%s) and is then %s has started %i times', async (wasUp, states, starts) => {
  const controller = new AbortController()
  const remaining = [...states]
  let count = 0
  const isUp = () => {
    const state = remaining.shift()
    if (remaining.length === 0) controller.abort()
    return Promise.resolve(state === '+')
  }
  const onStart = () => {
    count++
  }
  await onEachStart(onStart, wasUp, { isUp, intervalMs: 0, signal: controller.signal })
  expect(count).toBe(starts)
})

test('a server is noticed, and its end', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v2/t`
  expect(await acceptsConnections(url)).toBe(true)
  await new Promise((resolve) => server.close(resolve))
  expect(await acceptsConnections(url)).toBe(false)
})
