/** Tokens that expire in the middle of a run: whoever signed in does so again; who was given a token says that it is over. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { type CliRun, expectBounded, runCli } from './run-cli.ts'
import { type Call, forward, startProxy, type Tamper, type TamperingProxy } from './tampering-proxy.ts'

/** Milliseconds: long enough to begin a run, and over several times before it ends. */
const lifetime = 2_500
const options = { seed: { tokenLifetime: lifetime }, timing: { create: 900, resize: 900, createImage: 600 } }

const me = { username: 'conformance', password: 'conformance-password' }
const asApplication = ({ application: { id, secret } }: TamperingProxy) => ({
  applicationCredentialId: id,
  applicationCredentialSecret: secret,
})
const secrets = /conformance-password|other-password|conformance-secret/

const isSignIn = ({ method, path }: Call): boolean => method === 'POST' && /^\/identity\/.*tokens$/.test(path)
const tokenIn = ({ headers }: Call): string => String(headers['x-auth-token'] ?? '')
const written = ({ files, stdout, stderr }: CliRun): string => JSON.stringify([files, stdout, stderr])

describe('a run that outlives its token', () => {
  test.each([
    ['by password at v2.0', 'v2.0', () => me],
    ['by password at v3', 'v3', () => me],
    ['by application credential', 'v3', asApplication],
  ])('signs in again %s, and the verdict is the same', async (_, version, who) => {
    const issued = new Set<string>()
    const target = await startProxy(
      (call, genuine, response) => {
        if (!isSignIn(call)) return false
        const { access } = JSON.parse(genuine.body.toString('utf8'))
        issued.add(genuine.headers['x-subject-token'] ?? String(access?.token?.id))
        forward(genuine, response)
        return true
      },
      [],
      options,
    )
    onTestFinished(() => target.close())
    const { config } = target
    const auth = { ...who(target), authUrl: `${config.target.url}/identity/${version}` }
    const other = { tenant: config.other.tenant, username: 'other', password: 'other-password' }
    const run = await runCli({ ...config, auth, other }, { patience: 170 })
    expect(run.report?.requirements.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)).toEqual([])
    expect(run.report?.errors).toEqual([])
    expect(run.report?.verdict).toBe('conformant')
    expect(run.code).toBe(0)
    expect(await target.names('servers')).toEqual([])
    // Two begin the run; afterwards nobody signs in more often than a token expires: the run's, the second tenant's.
    const used = new Set(target.calls.map(tokenIn))
    expect([...issued].filter((token) => used.has(token)).length).toBeGreaterThan(2)
    expect(issued.size).toBe(target.calls.filter(isSignIn).length)
    expect(issued.size).toBeLessThan(4 + (2 * run.seconds * 1_000) / lifetime)
    // Bad tokens, which are sent on purpose, stay what they are.
    const strange = target.calls.map(tokenIn).filter((token) => token !== '' && !issued.has(token))
    expect(strange.length).toBeGreaterThan(5)
    expect(run.requirement('access.token-required').outcome).toBe('pass')
    expect([...issued].filter((token) => written(run).includes(token))).toEqual([])
    expect(written(run)).not.toMatch(secrets)
    expectBounded(run, 150)
  })
})

/** A target that takes no token any more after so many requests. */
const refusingAfter = (requests: number): Tamper => {
  let seen = 0
  return ({ path }, _, response) => {
    if (!path.startsWith('/v2/') || ++seen <= requests) return false
    const body = JSON.stringify({ unauthorized: { code: 401, message: 'The token has expired.' } })
    response.writeHead(401, { 'content-type': 'application/json' }).end(body)
    return true
  }
}

describe('a run that cannot have another token', () => {
  async function cutShort(auth: (target: TamperingProxy) => object | Promise<object>, spoil: Tamper): Promise<CliRun> {
    const target = await startProxy(spoil)
    onTestFinished(() => target.close())
    const run = await runCli({ ...target.config, auth: await auth(target) }, { patience: 170 })
    expect(run.report?.totals).toMatchObject({ fail: 0, error: 0 })
    expect(run.report?.totals.inconclusive).toBeGreaterThan(50)
    expect(run.report?.errors.join('\n')).toMatch(/The run ended early: the target no longer accepts the run's token/)
    expect(run.stdout).toContain("no longer accepts the run's token (401)")
    expect(run.report?.resources.leaked.length).toBeGreaterThan(0)
    expect(run.stdout + run.stderr).toMatch(/compute-conformance cleanup .*--config/)
    expect(Object.keys(run.files).filter((name) => name.startsWith('journal-'))).toHaveLength(1)
    expect(written(run)).not.toMatch(secrets)
    expect(run.code).toBe(3)
    expectBounded(run, 60)
    return run
  }

  test('because it was given one ends soon, and says so', async () => {
    let token = ''
    const given = async (target: TamperingProxy) => {
      token = await target.signIn()
      return { token }
    }
    const run = await cutShort(given, refusingAfter(120))
    expect(JSON.stringify(run.report?.requirements)).toContain('there are no credentials to sign in with')
    expect(token).not.toBe('')
    expect(written(run)).not.toContain(token)
  })

  test('because the identity service refuses ends soon, and says so', async () => {
    const expired = refusingAfter(120)
    let isOver = false
    const run = await cutShort(
      ({ config }) => ({ ...me, authUrl: `${config.target.url}/identity/v3` }),
      (call, genuine, response) => {
        if (isSignIn(call) && isOver) {
          response.writeHead(403, { 'content-type': 'application/json' }).end('{"error":{"message":"locked"}}')
          return true
        }
        const isRefused = expired(call, genuine, response) === true
        isOver ||= isRefused
        return isRefused
      },
    )
    expect(run.report?.errors.join('\n')).toMatch(/there is no new one: the identity service at .* rejected user/)
  })

  test('that the target takes either ends soon, and says so', async () => {
    const run = await cutShort(
      ({ config }) => ({ ...me, authUrl: `${config.target.url}/identity/v2.0` }),
      refusingAfter(120),
    )
    expect(run.report?.errors.join('\n')).toContain('it rejects the new one, too')
  })
})
