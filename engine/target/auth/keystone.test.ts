import { describe, expect, onTestFinished, test } from 'vitest'
import { InconclusiveRunError, UsageError } from '#engine/errors'
import { createHttpClient, type HttpClient } from '../http-client.ts'
import { type ReceivedRequest, type Routes, serve, serveSilence } from '../loopback.fixture.ts'
import type { ConnectionSettings, Credentials } from './connection.ts'
import { inspectToken, signIn } from './keystone.ts'

const http = (timeoutMs = 2_000): HttpClient => {
  const client = createHttpClient({}, timeoutMs)
  onTestFinished(() => client.close())
  return client
}

const connection = (authUrl: string, credentials: Credentials): ConnectionSettings => ({
  source: 'the test',
  credentials: { ...credentials, authUrl },
})

const user: Credentials = { user: { name: 'ada' }, password: 'geheim', project: { id: 't1' } }

const issuedV2 = (url: string) => ({
  body: {
    access: {
      token: { id: 'tok-2', expires: '2030-01-01T00:00:00Z', tenant: { id: 't1', name: 'one' } },
      serviceCatalog: [
        {
          type: 'compute',
          endpoints: [
            { region: 'KR1', publicURL: `${url}/v2/t1/`, internalURL: `${url}/internal/v2/t1` },
            { region: 'JP1', publicURL: 'https://jp1.example/v2/t1' },
          ],
        },
      ],
    },
  },
})

const issuedV3 = (url: string) => ({
  status: 201,
  headers: { 'x-subject-token': 'tok-3' },
  body: {
    token: {
      expires_at: '2030-01-01T00:00:00.000000Z',
      project: { id: 't1', name: 'one' },
      catalog: [
        {
          type: 'compute',
          endpoints: [
            { interface: 'public', region: 'R', region_id: 'R', url: `${url}/v2.1` },
            { interface: 'odd', region: 'R', region_id: 'R', url: `${url}/odd` },
          ],
        },
      ],
    },
  },
})

const unauthorized = {
  status: 401,
  body: { error: { code: 401, message: 'no user ada with geheim', title: 'Unauthorized' } },
}
const bodies = (received: readonly ReceivedRequest[]) =>
  received.flatMap(({ json }) => (json === undefined ? [] : [json]))
const both = (url: string): Routes => ({
  'GET /': () => ({ status: 300, body: { versions: { values: [{ id: 'v3.14' }, { id: 'v2.0' }] } } }),
  'POST /v2.0/tokens': () => issuedV2(url),
  'POST /v3/auth/tokens': () => issuedV3(url),
})

describe('identity v2.0', () => {
  test.for(['/v2.0', '/v2.0/', '/v2.0/tokens'])('signs in with the documented body at …%s', async (suffix) => {
    const { url, received } = await serve(both)

    const session = await signIn(http(), connection(`${url}${suffix}`, user))

    expect(bodies(received)).toEqual([
      { auth: { tenantId: 't1', passwordCredentials: { username: 'ada', password: 'geheim' } } },
    ])
    expect(session).toEqual({
      token: 'tok-2',
      tenant: 't1',
      expiresAt: '2030-01-01T00:00:00Z',
      catalog: [
        { type: 'compute', region: 'KR1', interface: 'public', url: `${url}/v2/t1` },
        { type: 'compute', region: 'KR1', interface: 'internal', url: `${url}/internal/v2/t1` },
        { type: 'compute', region: 'JP1', interface: 'public', url: 'https://jp1.example/v2/t1' },
      ],
    })
  })

  test('signs in to a tenant given by name', async () => {
    const { url, received } = await serve(both)
    await signIn(http(), connection(`${url}/v2.0`, { ...user, project: { name: 'one' } }))
    expect(bodies(received)).toMatchObject([{ auth: { tenantName: 'one' } }])
  })

  test('exchanges a token for one with tenant and catalog', async () => {
    const { url, received } = await serve(both)
    const session = await inspectToken(http(), connection(`${url}/v2.0`, { token: 'old' }), 'old')
    expect(bodies(received)).toEqual([{ auth: { token: { id: 'old' } } }])
    expect(session).toMatchObject({ token: 'tok-2', tenant: 't1' })
  })
})

describe('identity v3', () => {
  test('signs in with a password, in the default domain unless another is given', async () => {
    const { url, received } = await serve(both)

    const session = await signIn(
      http(),
      connection(`${url}/v3`, { ...user, project: { name: 'one', domainName: 'Dept' } }),
    )

    expect(bodies(received)).toEqual([
      {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'ada', domain: { id: 'default' }, password: 'geheim' } },
          },
          scope: { project: { name: 'one', domain: { name: 'Dept' } } },
        },
      },
    ])
    expect(session).toEqual({
      token: 'tok-3',
      tenant: 't1',
      expiresAt: '2030-01-01T00:00:00.000000Z',
      catalog: [{ type: 'compute', region: 'R', interface: 'public', url: `${url}/v2.1` }],
    })
  })

  test('sends no scope with an application credential', async () => {
    const { url, received } = await serve(both)
    await signIn(http(), connection(`${url}/v3`, { application: { id: 'app', secret: 's' }, project: { id: 't1' } }))
    expect(bodies(received)).toEqual([
      {
        auth: { identity: { methods: ['application_credential'], application_credential: { id: 'app', secret: 's' } } },
      },
    ])
  })

  test('sends the user of an application credential given by name', async () => {
    const { url, received } = await serve(both)
    const application = { name: 'ci', secret: 's' }
    await signIn(http(), connection(`${url}/v3`, { application, user: { name: 'ada', domainId: 'd' } }))
    expect(bodies(received)).toMatchObject([
      { auth: { identity: { application_credential: { name: 'ci', user: { name: 'ada', domain: { id: 'd' } } } } } },
    ])
    await expect(signIn(http(), connection(`${url}/v3`, { application }))).rejects.toThrow(/needs its user/)
  })

  test('inspects a token and keeps it', async () => {
    const { url, received } = await serve((at) => ({
      'GET /v3/auth/tokens': () => ({ ...issuedV3(at), status: 200, headers: {} }),
    }))
    const session = await inspectToken(http(), connection(`${url}/v3`, { token: 'mine' }), 'mine')
    expect(received[0]?.headers).toMatchObject({ 'x-auth-token': 'mine', 'x-subject-token': 'mine' })
    expect(session).toMatchObject({ token: 'mine', tenant: 't1' })
  })

  test('signs in with an unscoped token to get a scoped one', async () => {
    const { url, received } = await serve((at) => ({
      ...both(at),
      'GET /v3/auth/tokens': () => ({ body: { token: { expires_at: 'x' } } }),
    }))
    const credentials: Credentials = { token: 'unscoped', project: { id: 't1' } }
    const session = await inspectToken(http(), connection(`${url}/v3`, credentials), 'unscoped')
    expect(session.token).toBe('tok-3')
    expect(bodies(received)).toEqual([
      { auth: { identity: { methods: ['token'], token: { id: 'unscoped' } }, scope: { project: { id: 't1' } } } },
    ])
  })
})

describe('the API version for a URL without one', () => {
  const domain: Credentials = { ...user, user: { name: 'ada', domainId: 'default' } }
  test.for<[string, Credentials, string]>([
    ['v2.0 for credentials without a domain', user, 'tok-2'],
    ['v3 for those with one', domain, 'tok-3'],
    ['v3 for an application credential', { application: { id: 'a', secret: 's' } }, 'tok-3'],
    ['the one asked for', { ...user, version: 'v3' }, 'tok-3'],
  ])('is %s', async ([, credentials, token]) => {
    const { url } = await serve(both)
    expect((await signIn(http(), connection(`${url}/`, credentials))).token).toBe(token)
  })

  test('has to be given when the service lists none', async () => {
    const { url } = await serve(() => ({}))
    const attempt = signIn(http(), connection(url, user))
    await expect(attempt).rejects.toThrow(`${url}/ returned 404 and lists no suitable identity API version`)
    await expect(attempt).rejects.toBeInstanceOf(InconclusiveRunError)
  })
})

describe('an error of the identity service', () => {
  test('names the user and the URL and contains no secret', async () => {
    const { url } = await serve(() => ({ 'POST /v3/auth/tokens': () => unauthorized }))
    const error = await signIn(http(), connection(`${url}/v3`, user)).catch((cause) => cause)
    expect(error).toBeInstanceOf(UsageError)
    expect(error.message).toBe(
      `the identity service at ${url}/v3/auth/tokens rejected user "ada" (401): no user ada with ***`,
    )
  })

  test.for<[number, typeof UsageError | typeof InconclusiveRunError, RegExp]>([
    [404, UsageError, /^no identity service at .*\/v2\.0\/tokens \(404\)/],
    [503, InconclusiveRunError, /does not respond: .*503/],
    [302, InconclusiveRunError, /returned 302, a redirect to http:\/\/127\.0\.0\.1:1\/; redirects are not followed$/],
    [200, InconclusiveRunError, /returned 200 without a token/],
  ])('depends on the status %i', async ([status, kind, message]) => {
    const { url } = await serve(() => ({
      'POST /v2.0/tokens': () => ({ status, headers: { location: 'http://127.0.0.1:1/' } }),
    }))
    const error = await signIn(http(), connection(`${url}/v2.0`, user)).catch((cause) => cause)
    expect(error).toBeInstanceOf(kind)
    expect(error.message).toMatch(message)
  })

  test.for<[object, string]>([
    [{ detail: 'Project not found' }, 'Project not found'],
    [{ error: { message: 'Could not find project: p.' } }, 'Could not find project: p.'],
  ])('repeats what a service says with 404: %j', async ([body, message]) => {
    const { url } = await serve(() => ({ 'POST /v3/auth/tokens': () => ({ status: 404, body }) }))
    const attempt = signIn(http(), connection(`${url}/v3`, user))
    await expect(attempt).rejects.toThrow(`${url}/v3/auth/tokens returned 404: ${message}`)
  })

  test('states that nothing listens at the URL', async () => {
    const attempt = signIn(http(), connection('http://127.0.0.1:1/v2.0', user))
    await expect(attempt).rejects.toThrow(
      'http://127.0.0.1:1/v2.0/tokens does not respond: connect ECONNREFUSED 127.0.0.1:1',
    )
  })

  test('is raised after the timeout', async () => {
    const url = await serveSilence()
    await expect(signIn(http(50), connection(`${url}/v2.0`, user))).rejects.toThrow(/does not respond: .*0\.05 s/)
  })
})
