/** The document has no redirects: a redirect that persists is a finding and is never followed, so that no token reaches another origin. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { serve } from '../fixtures/loopback-server.ts'
import { runCli } from '../fixtures/run-cli.ts'
import { isRequestFor, type ProxiedRequest, startProxy, type TamperingProxy } from '../fixtures/tampering-proxy.ts'
import { endpoints, expectOutcome, type ListEndpoint, runBatch } from './response-batches.ts'
import { sendHtml } from './responses.ts'

/** Starts another origin, which records the requests that it receives. */
async function otherOrigin() {
  const received: string[] = []
  const { url, close } = await serve((request, response) => {
    received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"keypairs":[]}')
  })
  onTestFinished(close)
  return { url, received }
}

/** Starts a target that redirects the selected requests. */
async function redirectingProxy(
  status: number,
  location: string,
  isSelected: (request: ProxiedRequest) => boolean,
): Promise<TamperingProxy> {
  const proxy = await startProxy((request, _upstream, response) => {
    if (!isSelected(request)) return false
    sendHtml(response, status, '<a>moved</a>', { location })
    return true
  })
  onTestFinished(() => proxy.close())
  return proxy
}

const { keypairs, zones, flavors } = endpoints

/** The requirements about the status of the lists. */
const statusRequirements = new Map<ListEndpoint, string>([
  [keypairs, 'status.list-keypairs'],
  [zones, 'status.list-zones'],
  [flavors, 'status.list-flavors'],
])

test.each([
  [[301, 302, 303] as const, 'another origin', false],
  [[307, 308, 302] as const, 'another origin and to the same origin', true],
])('redirects (%s) to %s are findings and are not followed', async (statuses, _, isFlavorsOnSameOrigin) => {
  const { url, received } = await otherOrigin()
  const requests: ProxiedRequest[] = []
  const locationFor = (endpoint: ListEndpoint): string =>
    endpoint === flavors && isFlavorsOnSameOrigin ? '/v2/elsewhere' : `${url}/elsewhere`
  const batch = [keypairs, zones, flavors].map((endpoint, index) => {
    const status = statuses[index] ?? 302
    const headers = { location: locationFor(endpoint) }
    return {
      name: String(status),
      respond: (response: Parameters<typeof sendHtml>[0]) => sendHtml(response, status, '<a>moved</a>', headers),
      endpoint,
    }
  })
  const run = await runBatch(batch, {
    requirements: [...statusRequirements.values()],
    onRequest: (request) => requests.push(request),
  })
  expect(received).toEqual([])
  expect(requests.filter(({ path }) => path.includes('elsewhere'))).toEqual([])
  for (const { endpoint, name } of batch) {
    expectOutcome(run, endpoint, 'fail')
    expect(run.requirement(statusRequirements.get(endpoint) ?? '')).toMatchObject({
      outcome: 'fail',
      findings: expect.arrayContaining([expect.objectContaining({ at: 'status', actual: name })]),
    })
  }
  expect(run.code).toBe(1)
})

test('a redirected create fails, and its body is not sent again', async () => {
  const { url, received } = await otherOrigin()
  const proxy = await redirectingProxy(307, `${url}/servers`, (request) => isRequestFor(request, 'POST', '/servers'))
  const run = await runCli(proxy.config, { only: ['servers.create.answers'] })
  expect(received).toEqual([])
  expect(run.requirement('servers.create.answers').outcome).toBe('fail')
  expect(run.code).toBe(1)
})

test('a redirect during the arrangement of a test ends it as inconclusive', async () => {
  const { url, received } = await otherOrigin()
  const proxy = await redirectingProxy(302, url, (request) => isRequestFor(request, 'GET', /^\/servers\/[^/]+$/))
  const run = await runCli(proxy.config, { only: ['servers.stop.*'] })
  expect(received).toEqual([])
  expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
  expect(run.report?.totals.inconclusive).toBeGreaterThan(0)
  expect(JSON.stringify(run.report?.requirements)).toContain('redirects are not followed')
  expect(await proxy.listNames('servers')).toEqual([])
})

describe('before the run starts', () => {
  test('a redirect of the target is reported and not followed', async () => {
    const { url, received } = await otherOrigin()
    const proxy = await redirectingProxy(301, `${url}/v2`, () => true)
    const run = await runCli(proxy.config)
    expect(received).toEqual([])
    expect(run.stderr).toContain(`a redirect to ${url}/v2; redirects are not followed`)
    expect(run.code).toBe(3)
  })

  test.each(['/identity/v2.0', '/identity/v3', '/identity'])(
    'a redirect of %s never gets the password',
    async (path) => {
      const { url, received } = await otherOrigin()
      const proxy = await redirectingProxy(307, `${url}/tokens`, (request) => request.path.startsWith('/identity'))
      const { config } = proxy
      const auth = { authUrl: `${config.target.url}${path}`, username: 'conformance', password: 'open-sesame-4711' }
      const run = await runCli({ ...config, auth })
      expect(received).toEqual([])
      expect(run.stderr).toContain('redirects are not followed')
      expect(run.stderr).not.toContain('open-sesame')
      expect(run.code).toBe(3)
    },
  )
})
