/** A token that expires during a run: with credentials the run signs in again; without them it ends early and reports it. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { type CliRun, expectWithinLimits, runCli } from '../fixtures/run-cli.ts'
import {
  forward,
  type ProxiedRequest,
  startProxy,
  type Tamper,
  type TamperingProxy,
} from '../fixtures/tampering-proxy.ts'
import { json } from './responses.ts'

/** Milliseconds: long enough to start a run, and short enough to expire several times before it ends. */
const tokenLifetime = 4_000
const emulator = { seed: { tokenLifetime }, timing: { create: 900, resize: 900, createImage: 600 } }

const password = { username: 'conformance', password: 'conformance-password' }
const applicationCredential = ({ applicationCredential: { id, secret } }: TamperingProxy) => ({
  applicationCredentialId: id,
  applicationCredentialSecret: secret,
})
const secrets = /conformance-password|other-password|conformance-secret/

const isSignIn = ({ method, path }: ProxiedRequest): boolean => method === 'POST' && /^\/identity\/.*tokens$/.test(path)
const tokenOf = ({ headers }: ProxiedRequest): string => String(headers['x-auth-token'] ?? '')
const allOutput = ({ files, stdout, stderr }: CliRun): string => JSON.stringify([files, stdout, stderr])

describe('a run that takes longer than its token is valid', () => {
  test.each([
    ['by password at v2.0', 'v2.0', () => password],
    ['by password at v3', 'v3', () => password],
    ['by application credential', 'v3', applicationCredential],
  ])('signs in again %s, and its verdict is not affected', async (_, version, credentials) => {
    const issued = new Set<string>()
    const recordIssuedToken: Tamper = (request, upstream, response) => {
      if (!isSignIn(request)) return false
      const { access } = JSON.parse(upstream.body.toString('utf8'))
      issued.add(upstream.headers['x-subject-token'] ?? String(access?.token?.id))
      return forward(upstream, response)
    }
    const proxy = await startProxy(recordIssuedToken, { emulator })
    onTestFinished(() => proxy.close())
    const { config, requests } = proxy
    const auth = { ...credentials(proxy), authUrl: `${config.target.url}/identity/${version}` }
    const other = { tenant: config.other.tenant, username: 'other', password: 'other-password' }
    const run = await runCli({ ...config, auth, other }, { ownProcess: true })
    expect(run.resultsWith('fail').map(({ id }) => id)).toEqual([])
    expect(run.report?.errors).toEqual([])
    expect(run.report?.verdict).toBe('conformant')
    expect(run.code).toBe(0)
    expect(await proxy.listNames('servers')).toEqual([])
    // Two users sign in at the start; after that, each signs in once per expired token at most.
    const used = new Set(requests.map(tokenOf))
    expect([...issued].filter((token) => used.has(token)).length).toBeGreaterThan(2)
    expect(issued.size).toBe(requests.filter(isSignIn).length)
    expect(issued.size).toBeLessThan(4 + (2 * run.seconds * 1_000) / tokenLifetime)
    // The invalid tokens that tests send on purpose are not replaced.
    const invalid = requests.map(tokenOf).filter((token) => token !== '' && !issued.has(token))
    expect(invalid.length).toBeGreaterThan(5)
    expect(run.requirement('access.token-required').outcome).toBe('pass')
    expect([...issued].filter((token) => allOutput(run).includes(token))).toEqual([])
    expect(allOutput(run)).not.toMatch(secrets)
    expectWithinLimits(run)
  })
})

/** Makes the Compute service reject every token after this number of requests. */
function rejectingAfter(requests: number): Tamper {
  let count = 0
  return ({ path }, _upstream, response) => {
    if (!path.startsWith('/v2/') || ++count <= requests) return false
    const body = { unauthorized: { code: 401, message: 'The token has expired.' } }
    response.writeHead(401, json).end(JSON.stringify(body))
    return true
  }
}

describe('a run that cannot get another token ends early', () => {
  /** Runs the suites and asserts what these runs have in common. */
  async function interruptedRun(
    auth: (proxy: TamperingProxy) => object | Promise<object>,
    tamper: Tamper,
  ): Promise<CliRun> {
    const proxy = await startProxy(tamper)
    onTestFinished(() => proxy.close())
    const run = await runCli({ ...proxy.config, auth: await auth(proxy) }, { ownProcess: true })
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(run.report?.totals.inconclusive).toBeGreaterThan(50)
    expect(run.report?.errors.join('\n')).toMatch(/The run ended early: the target no longer accepts the run's token/)
    expect(run.stdout).toContain("no longer accepts the run's token (401)")
    expect(run.report?.resources.leaked.length).toBeGreaterThan(0)
    expect(run.stdout + run.stderr).toMatch(/compute-conformance cleanup .*--config/)
    expect(Object.keys(run.files).filter((name) => name.startsWith('journal-'))).toHaveLength(1)
    expect(allOutput(run)).not.toMatch(secrets)
    expect(run.code).toBe(3)
    expectWithinLimits(run)
    return run
  }

  test('when the configuration has a token and no credentials', async () => {
    let token = ''
    const tokenOnly = async (proxy: TamperingProxy) => {
      token = await proxy.signIn()
      return { token }
    }
    const run = await interruptedRun(tokenOnly, rejectingAfter(120))
    expect(JSON.stringify(run.report?.requirements)).toContain('there are no credentials to sign in with')
    expect(token).not.toBe('')
    expect(allOutput(run)).not.toContain(token)
  })

  test('when the identity service rejects the user', async () => {
    const rejectToken = rejectingAfter(120)
    let isExpired = false
    const run = await interruptedRun(
      ({ config }) => ({ ...password, authUrl: `${config.target.url}/identity/v3` }),
      (request, upstream, response) => {
        if (isSignIn(request) && isExpired) {
          response.writeHead(403, json).end('{"error":{"message":"locked"}}')
          return true
        }
        const isRejected = rejectToken(request, upstream, response)
        isExpired ||= isRejected
        return isRejected
      },
    )
    expect(run.report?.errors.join('\n')).toMatch(/there is no new one: the identity service at .* rejected user/)
  })

  test('when the target rejects the new token too', async () => {
    const run = await interruptedRun(
      ({ config }) => ({ ...password, authUrl: `${config.target.url}/identity/v2.0` }),
      rejectingAfter(120),
    )
    expect(run.report?.errors.join('\n')).toContain('it rejects the new one, too')
  })
})
