/** A gateway that sometimes responds in place of the target, and connections that break at any time, cause no violation. */
import type { ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { type CliRun, runCli } from '../fixtures/run-cli.ts'
import {
  forward,
  type Intercept,
  isRequestFor,
  type ProxiedRequest,
  startProxy,
  type Tamper,
} from '../fixtures/tampering-proxy.ts'
import { json, resetConnection, sendHtml } from './responses.ts'

async function runBehind(tamper: Tamper, intercept: Intercept): Promise<CliRun> {
  const proxy = await startProxy(tamper, { intercept })
  onTestFinished(() => proxy.close())
  // A loaded machine takes seconds to generate a key.
  const run = await runCli({ ...proxy.config, timeouts: { request: '300s' } })
  expect(await proxy.listNames('servers')).toEqual([])
  expect(run.report?.resources.leaked).toEqual([])
  return run
}

/** Milliseconds: a target that is quick otherwise is not given much longer. */
const lateMs = 250

/**
 * Reads single attachments from a replica that lags behind: it does not find those of a server that has just got
 * another one.
 */
function lateAttachments(): Tamper {
  const attachedAt = new Map<string, number>()
  return ({ method, path }, upstream, response) => {
    const [, collection, volume] = /^(.*\/os-volume_attachments)(\/\w.*)?$/.exec(path) ?? []
    if (collection === undefined || upstream.status !== 200) return false
    if (method === 'POST') attachedAt.set(collection, Date.now())
    if (method !== 'GET' || volume === undefined) return false
    if (Date.now() - (attachedAt.get(collection) ?? 0) > lateMs) return false
    error(response, 404, 'itemNotFound', 'The volume is not attached.')
    return true
  }
}

const error = (response: ServerResponse, status: number, name: string, message: string, headers: object = {}) =>
  response.writeHead(status, { ...json, ...headers }).end(JSON.stringify({ [name]: { code: status, message } }))

interface Disturbance {
  /** Disturbs every N-th of the requests that it applies to. */
  readonly every: number
  appliesTo?(request: ProxiedRequest): boolean
  respond(response: ServerResponse): unknown
}

const isPost = ({ method }: ProxiedRequest): boolean => method === 'POST'
const isRead = ({ method }: ProxiedRequest): boolean => method === 'GET'
const isWrite = (request: ProxiedRequest): boolean => !isRead(request)

const disturbances: readonly Disturbance[] = [
  { every: 41, appliesTo: isPost, respond: resetConnection },
  { every: 43, respond: (response) => sendHtml(response, 503, '<h1>Service Unavailable</h1>') },
  { every: 59, respond: (response) => sendHtml(response, 403, '<html>Blocked by policy</html>') },
  { every: 61, appliesTo: isRead, respond: (response) => sendHtml(response, 200, '<html>Sign in</html>') },
  { every: 67, respond: (response) => sendHtml(response, 404, '<html>No such route</html>') },
  {
    every: 53,
    appliesTo: isRead,
    respond: (response) => response.writeHead(200, json).end('{"servers": [{"id": "6c'),
  },
  { every: 83, respond: (response) => response.writeHead(404, json).end('{"error_msg": "404 Route Not Found"}') },
  { every: 97, appliesTo: isRead, respond: (response) => response.writeHead(304).end() },
  {
    every: 71,
    respond: (response) =>
      sendHtml(response, 429, 'Slow down', { 'retry-after': new Date(Date.now() + 1_500).toUTCString() }),
  },
  {
    every: 73,
    respond: (response) => error(response, 503, 'serviceUnavailable', 'Try again later.', { 'retry-after': '1' }),
  },
  { every: 47, respond: (response) => error(response, 503, 'serviceUnavailable', 'The service is overloaded.') },
  {
    every: 79,
    respond: (response) => error(response, 413, 'overLimit', 'Only 100 requests can be made per minute.'),
  },
  {
    every: 5,
    appliesTo: isWrite,
    respond: (response) => error(response, 409, 'conflictingRequest', 'The server is busy, try again.'),
  },
]

/**
 * Rejects the first two creates of servers, and applies each disturbance at its own intervals, the first that is due. Requests before the
 * suites are left alone.
 */
function disturbing(): Intercept {
  const counts = disturbances.map(() => 0)
  let total = 0
  let creates = 0
  return (request, response) => {
    if (isRequestFor(request, 'POST', '/servers') && creates++ < 2) {
      error(response, 409, 'conflictingRequest', 'Conflict.')
      return true
    }
    if (++total < 20 || !request.path.startsWith('/v2/')) return false
    const due = disturbances.findIndex(({ every, appliesTo = () => true }, index) => {
      if (!appliesTo(request)) return false
      counts[index] = (counts[index] ?? 0) + 1
      return counts[index] % every === 0
    })
    disturbances[due]?.respond(response)
    return due >= 0
  }
}

test('a conformant target behind an unreliable gateway is not accused, and only single requests stay undecided', async () => {
  const run = await runBehind(lateAttachments(), disturbing())
  expect(run.resultsWith('fail')).toEqual([])
  expect(run.resultsWith('error')).toEqual([])
  const undecided = run.resultsWith('inconclusive')
  // One request that is lost for good may leave several requirements undecided. How many are lost depends on the order of the requests.
  expect(new Set(undecided.map(({ reason }) => reason)).size).toBeLessThanOrEqual(20)
  const musts = run.report?.requirements.filter(({ level }) => level === 'must') ?? []
  expect(musts.filter(({ outcome }) => outcome === 'inconclusive').length).toBeLessThanOrEqual(musts.length / 10)
  // Creates that cannot be searched for, and rejections of a repeated request.
  const isExplained = / failed: | was repeated because there was no response| returned 503\b/
  expect(undecided.map(({ reason = '' }) => reason).filter((reason) => !isExplained.test(reason))).toEqual([])
})

test('a target that closes each connection without saying so, after informational responses, passes', async () => {
  let count = 0
  const run = await runBehind(
    (_request, upstream, response) => {
      const { socket } = response
      count++
      if (count % 2 === 0) response.writeEarlyHints({ link: '</style.css>; rel=preload' })
      if (count % 3 === 0) response.writeContinue()
      forward(upstream, response)
      response.on('finish', () => setImmediate(() => socket?.destroy()))
      return true
    },
    () => false,
  )
  const undecided = [...run.resultsWith('inconclusive'), ...run.resultsWith('error')]
  expect(undecided.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
  expect(run.report?.verdict).toBe('conformant')
  expect(run.code).toBe(0)
})
