import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#emulator'
import { CliError, InconclusiveRunError, UsageError } from '#engine/errors'
import { resolveTarget, type TargetOptions } from './index.ts'
import { type Routes, serve } from './loopback.fixture.ts'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'resolve-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
})

const warnings: string[] = []
const resolve = (options: TargetOptions, env: NodeJS.ProcessEnv = {}) =>
  resolveTarget(options, {
    env: { HOME: cwd, ...env },
    cwd,
    runId: 'r1',
    journal: join(cwd, 'journal'),
    warn: (line) => warnings.push(line),
  })

async function emulator() {
  const running = await startEmulator()
  onTestFinished(() => running.close())
  return running
}

async function errorOf(attempt: Promise<unknown>): Promise<CliError> {
  const error = await attempt.then(
    () => new Error('nothing was rejected'),
    (cause) => cause,
  )
  if (error instanceof CliError) return error
  throw error
}

describe('against the emulator', () => {
  test('its configuration is sufficient', async () => {
    const { config, url } = await emulator()
    writeFileSync(join(cwd, 'ready.json'), JSON.stringify(config))

    const { settings, versions } = await resolve({ config: 'ready.json' })

    expect(versions).toEqual(['v2.0', 'v2.1'])
    expect(settings).toMatchObject({
      runId: 'r1',
      url,
      computeUrl: `${url}/v2`,
      tenant: config.target.tenant,
      token: config.auth.token,
      profile: 'toast',
      other: config.other,
      services: { ...config.services, identity: `${url}/identity` },
      maxServers: 4,
      readOnly: false,
      journal: join(cwd, 'journal'),
    })
    // Discovered: the smallest root disk of the configured image.
    const found = { smallFlavor: expect.any(String), rootVolumeGb: 10 }
    expect(settings.resources).toEqual({ ...config.resources, ...found, bootVolume: true })
    expect(Object.keys(settings.missing)).toEqual(['operatorStates', 'anyState'])
    expect(JSON.parse(JSON.stringify(settings))).toEqual(settings)
  })

  test.for(['v2.0', 'v3'])('signing in with identity %s is sufficient', async (version) => {
    const { config, url } = await emulator()
    const env = {
      OS_AUTH_URL: `${url}/identity/${version}`,
      OS_USERNAME: 'conformance',
      OS_PASSWORD: 'conformance-password',
      OS_PROJECT_ID: config.target.tenant,
    }

    const { settings } = await resolve({}, env)

    expect(settings).toMatchObject({ url, computeUrl: `${url}/v2`, tenant: config.target.tenant })
    expect(Object.keys(settings.missing)).toEqual([
      'otherTenant',
      'bootableVolume',
      'snapshot',
      'operatorStates',
      'anyState',
      'costlyProbes',
    ])
    expect(settings.services).toMatchObject({ image: config.services.image, network: config.services.network })
  })

  test('an unknown token makes the run inconclusive', async () => {
    const { config, url } = await emulator()
    const error = await errorOf(resolve({ target: url, tenant: config.target.tenant, token: 'geheim' }))
    expect(error).toBeInstanceOf(InconclusiveRunError)
    expect(error.message).toMatch(/^the target rejected the token \(401\) at /)
    expect(error.message).not.toContain('geheim')
  })

  test('a second tenant can sign in', async () => {
    const { config } = await emulator()
    const other = { tenant: config.other.tenant, username: 'other', password: 'other-password' }
    writeFileSync(join(cwd, 'c.json'), JSON.stringify({ ...config, other }))
    const { settings } = await resolve({ config: 'c.json' })
    expect(settings.other?.tenant).toBe(config.other.tenant)
    expect(settings.other?.token).not.toBe(config.other.token)
  })
})

describe('options', () => {
  const healthy: Routes = {
    'GET /': () => ({ status: 300, body: { versions: [{ id: 'v2.0' }] } }),
    'GET /v2/t1/flavors': () => ({ body: { flavors: [] } }),
  }
  const given = { tenant: 't1', token: 'tok' }

  test('override the config file', async () => {
    const { url } = await serve(() => healthy)
    writeFileSync(
      join(cwd, 'c.yaml'),
      'target: { url: "http://127.0.0.1:1", tenant: no, profile: toast }\nlimits: { maxServers: 9 }\ntimeouts: { create: 1m, stop: 1s }\n',
    )
    writeFileSync(join(cwd, 't.yaml'), 'create: 10s\n')
    const { settings } = await resolve({
      ...given,
      target: url,
      config: 'c.yaml',
      profile: 'nova',
      maxServers: 2,
      timeouts: 't.yaml',
      timeoutScale: 2,
      readOnly: true,
      only: ['servers.*'],
      skip: ['servers.list.*'],
      insecure: true,
    })
    expect(settings).toMatchObject({
      url,
      tenant: 't1',
      profile: 'nova',
      maxServers: 2,
      readOnly: true,
      timeouts: { create: 20_000, stop: 2_000 },
      selection: { only: ['servers.*'], skip: ['servers.list.*'] },
      tls: { insecure: true },
    })
    expect(settings.missing.server).toBe('the run is read-only')
  })

  test('a missing root makes one capability unavailable', async () => {
    const { url } = await serve(() => ({ 'GET /v2/t1/flavors': () => ({ body: { flavors: [] } }) }))
    const { settings, versions } = await resolve({ ...given, target: url })
    expect(settings.missing.root).toBe('GET / returns 404')
    expect(versions).toEqual([])
  })

  test('the tenant comes from the token, and the services from the catalog', async () => {
    const target = await serve(() => healthy)
    const identity = await serve((url) => ({
      'GET /v3/auth/tokens': () => ({
        body: {
          token: {
            project: { id: 't1' },
            catalog: [{ type: 'image', endpoints: [{ interface: 'public', region: 'R', url: `${url}/image/v2` }] }],
          },
        },
      }),
    }))
    const env = { OS_AUTH_URL: `${identity.url}/v3`, OS_TOKEN: 'tok' }
    const { settings } = await resolve({ target: `${target.url}/v2` }, env)
    expect(settings).toMatchObject({ tenant: 't1', services: { image: `${identity.url}/image` } })
  })

  test('a failing identity service only causes a warning when target, tenant and token are known', async () => {
    const { url } = await serve(() => healthy)
    const env = { OS_AUTH_URL: 'http://127.0.0.1:1/v3', OS_TOKEN: 'tok', OS_PROJECT_ID: 't1' }
    expect((await resolve({ target: url }, env)).settings.tenant).toBe('t1')
    expect(warnings.at(-1)).toBe(
      'No catalog: http://127.0.0.1:1/v3/auth/tokens does not respond: connect ECONNREFUSED 127.0.0.1:1',
    )
  })

  test.for<[TargetOptions, string, number]>([
    [{}, 'no target URL and no identity service to sign in to', 2],
    [{ target: 'http://127.0.0.1:1' }, 'no token for http://127.0.0.1:1 and no credentials to sign in with', 2],
    [{ target: 'h:1', ...given }, `the target's URL: "h:1" does not begin with http:// or https://`, 2],
    [{ target: 'http://127.0.0.1:1', token: 'tok' }, 'no tenant given, and the token does not contain one', 2],
    [{ target: 'http://127.0.0.1:1', token: 'tok', tenant: 't1 ' }, 'the tenant "t1 " begins or ends with a space', 2],
    [{ profile: 'tost' }, 'unknown profile "tost" (did you mean "toast"?); expected one of nhn, nova, toast', 2],
    [{ maxServers: 0 }, '--max-servers is 0; expected a whole number greater than zero', 2],
    [{ timeoutScale: 0 }, '--timeout-scale is 0; expected a number greater than zero', 2],
    [{ timeouts: 'none.yaml' }, 'none.yaml: no such file', 2],
    [{ config: 'none.yaml' }, 'none.yaml: no such file', 2],
    [
      { target: 'http://127.0.0.1:1', ...given },
      'http://127.0.0.1:1 does not respond: connect ECONNREFUSED 127.0.0.1:1',
      3,
    ],
  ])('%j is rejected in one line', async ([options, message, exitCode]) => {
    const error = await errorOf(resolve(options))
    expect(error.message).toBe(message)
    expect(error.exitCode).toBe(exitCode)
  })

  test.for<[NodeJS.ProcessEnv, string]>([
    [{ OS_USERNAME: 'ada', OS_PASSWORD: 'x' }, 'missing identity service: set OS_AUTH_URL (auth.authUrl)'],
    [
      { OS_AUTH_URL: 'http://k' },
      'missing credentials: set OS_USERNAME (auth.username) or an application credential with its secret',
    ],
    [
      { OS_AUTH_URL: 'http://k', OS_USERNAME: 'ada' },
      'missing password for user "ada": set OS_PASSWORD (auth.password)',
    ],
    [
      { OS_AUTH_URL: 'k', OS_USERNAME: 'ada', OS_PASSWORD: 'x' },
      'authUrl of the environment: "k" does not begin with http:// or https://',
    ],
    [{ OS_AUTH_URL: 'http://k', OS_TOKEN: 'x', OS_CACERT: 'none.pem' }, '/none.pem: no such file'],
  ])('an environment of %j is rejected in one line', async ([env, message]) => {
    const error = await errorOf(resolve({}, env))
    expect(error).toBeInstanceOf(UsageError)
    expect(error.message.replace(cwd, '')).toBe(message)
  })

  test('a rejected tenant is wrong usage, and another service makes the run inconclusive', async () => {
    const body = { badRequest: { code: 400, message: 'Malformed\nURL' } }
    const rejecting = await serve(() => ({ ...healthy, 'GET /v2/t1/flavors': () => ({ status: 400, body }) }))
    const rejected = await errorOf(resolve({ ...given, target: rejecting.url }))
    expect(rejected).toBeInstanceOf(UsageError)
    expect(rejected.message).toBe('the target rejected the token for tenant t1 (400): Malformed URL')

    const { url } = await serve(() => ({}))
    const missing = await errorOf(resolve({ ...given, target: url }))
    expect(missing).toBeInstanceOf(InconclusiveRunError)
    expect(missing.message).toBe(`no Compute service at ${url}: GET / returned 404, ${url}/v2/t1/flavors returned 404`)
  })

  test('the proxy of the environment reaches the suites', async () => {
    const { url } = await serve(() => healthy)
    const { settings } = await resolve({ ...given, target: url }, { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a' })
    expect(settings.proxy).toEqual({ https: 'http://p:1/', bypass: ['a'] })
  })

  test('a defective response is left to the suites', async () => {
    const { url } = await serve(() => ({ ...healthy, 'GET /v2/t1/flavors': () => ({ status: 500 }) }))
    expect((await resolve({ ...given, target: url })).settings.capabilities).toContain('root')
  })
})
