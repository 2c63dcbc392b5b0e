import { describe, expect, onTestFinished, test } from 'vitest'
import { InconclusiveRunError, UsageError } from '../../errors.ts'
import { createHttpClient, type HttpClient } from '../http-client.ts'
import { type Received, type Routes, serve, serveSilence } from '../loopback.fixture.ts'
import type { ConnectionSettings, Credentials } from './connection.ts'
import { inspectToken, signIn } from './keystone.ts'

const web = (within = 2_000): HttpClient => {
  const opened = createHttpClient(undefined, within)
  onTestFinished(() => opened.close())
  return opened
}

const access = (credentials: Credentials): ConnectionSettings => ({ from: 'the test', credentials })

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

const refusal = {
  status: 401,
  body: { error: { code: 401, message: 'no user ada with geheim', title: 'Unauthorized' } },
}
const bodies = (received: readonly Received[]) => received.flatMap(({ json }) => (json === undefined ? [] : [json]))
const both = (url: string): Routes => ({
  'GET /': () => ({ status: 300, body: { versions: { values: [{ id: 'v3.14' }, { id: 'v2.0' }] } } }),
  'POST /v2.0/tokens': () => issuedV2(url),
  'POST /v3/auth/tokens': () => issuedV3(url),
})

describe('identity v2.0', () => {
  test.for(['/v2.0', '/v2.0/', '/v2.0/tokens'])('signs in as the vendor documents it at …%s', async (suffix) => {
    const { url, received } = await serve(both)

    const session = await signIn(web(), access(user), `${url}${suffix}`)

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

  test('takes a tenant by its name', async () => {
    const { url, received } = await serve(both)
    await signIn(web(), access({ ...user, project: { name: 'one' } }), `${url}/v2.0`)
    expect(bodies(received)).toMatchObject([{ auth: { tenantName: 'one' } }])
  })

  test('gives a token for a token', async () => {
    const { url, received } = await serve(both)
    const session = await inspectToken(web(), access({ token: 'old' }), `${url}/v2.0`, 'old')
    expect(bodies(received)).toEqual([{ auth: { token: { id: 'old' } } }])
    expect(session).toMatchObject({ token: 'tok-2', tenant: 't1' })
  })
})

describe('identity v3', () => {
  test('signs in with a password, in the default domain unless told otherwise', async () => {
    const { url, received } = await serve(both)

    const session = await signIn(web(), access({ ...user, project: { name: 'one', domainName: 'Dept' } }), `${url}/v3`)

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

  test('sends no scope beside an application credential', async () => {
    const { url, received } = await serve(both)
    await signIn(web(), access({ application: { id: 'app', secret: 's' }, project: { id: 't1' } }), `${url}/v3`)
    expect(bodies(received)).toEqual([
      {
        auth: { identity: { methods: ['application_credential'], application_credential: { id: 'app', secret: 's' } } },
      },
    ])
  })

  test('names the user of an application credential that is given by name', async () => {
    const { url, received } = await serve(both)
    const application = { name: 'ci', secret: 's' }
    await signIn(web(), access({ application, user: { name: 'ada', domainId: 'd' } }), `${url}/v3`)
    expect(bodies(received)).toMatchObject([
      { auth: { identity: { application_credential: { name: 'ci', user: { name: 'ada', domain: { id: 'd' } } } } } },
    ])
    await expect(signIn(web(), access({ application }), `${url}/v3`)).rejects.toThrow(/needs its user/)
  })

  test('looks at a token without spending it', async () => {
    const { url, received } = await serve((at) => ({
      'GET /v3/auth/tokens': () => ({ ...issuedV3(at), status: 200, headers: {} }),
    }))
    const session = await inspectToken(web(), access({ token: 'mine' }), `${url}/v3`, 'mine')
    expect(received[0]?.headers).toMatchObject({ 'x-auth-token': 'mine', 'x-subject-token': 'mine' })
    expect(session).toMatchObject({ token: 'mine', tenant: 't1' })
  })

  test('scopes a token that has no project', async () => {
    const { url, received } = await serve((at) => ({
      ...both(at),
      'GET /v3/auth/tokens': () => ({ body: { token: { expires_at: 'x' } } }),
    }))
    const credentials: Credentials = { token: 'unscoped', project: { id: 't1' } }
    const session = await inspectToken(web(), access(credentials), `${url}/v3`, 'unscoped')
    expect(session.token).toBe('tok-3')
    expect(bodies(received)).toEqual([
      { auth: { identity: { methods: ['token'], token: { id: 'unscoped' } }, scope: { project: { id: 't1' } } } },
    ])
  })
})

describe('the version, where the URL does not say it', () => {
  const domain: Credentials = { ...user, user: { name: 'ada', domainId: 'default' } }
  test.for<[string, Credentials, string]>([
    ['v2.0 for credentials without a domain', user, 'tok-2'],
    ['v3 for those with one', domain, 'tok-3'],
    ['v3 for an application credential', { application: { id: 'a', secret: 's' } }, 'tok-3'],
    ['the one asked for', { ...user, version: 'v3' }, 'tok-3'],
  ])('is %s', async ([, credentials, token]) => {
    const { url } = await serve(both)
    expect((await signIn(web(), access(credentials), `${url}/`)).token).toBe(token)
  })

  test('is asked for when the service does not list any', async () => {
    const { url } = await serve(() => ({}))
    const attempt = signIn(web(), access(user), url)
    await expect(attempt).rejects.toThrow(`${url}/ answers 404 and lists no version of the identity service that fits`)
    await expect(attempt).rejects.toBeInstanceOf(InconclusiveRunError)
  })
})

describe('refusals', () => {
  test('name who and where, and no secret', async () => {
    const { url } = await serve(() => ({ 'POST /v3/auth/tokens': () => refusal }))
    const error = await signIn(web(), access(user), `${url}/v3`).catch((cause) => cause)
    expect(error).toBeInstanceOf(UsageError)
    expect(error.message).toBe(
      `the identity service at ${url}/v3/auth/tokens refuses user "ada" (401): no user ada with ***`,
    )
  })

  test.for<[number, typeof UsageError | typeof InconclusiveRunError, RegExp]>([
    [404, UsageError, /there is no identity service at .*\/v2\.0\/tokens \(404\)/],
    [503, InconclusiveRunError, /does not answer: a gateway returned 503/],
    [302, InconclusiveRunError, /answers 302, a redirect to http:\/\/127\.0\.0\.1:1\/; redirects are not followed$/],
    [200, InconclusiveRunError, /answers 200 without a token/],
  ])('tell %i apart', async ([status, kind, message]) => {
    const { url } = await serve(() => ({
      'POST /v2.0/tokens': () => ({ status, headers: { location: 'http://127.0.0.1:1/' } }),
    }))
    const error = await signIn(web(), access(user), `${url}/v2.0`).catch((cause) => cause)
    expect(error).toBeInstanceOf(kind)
    expect(error.message).toMatch(message)
  })

  test('say when nobody listens', async () => {
    const attempt = signIn(web(), access(user), 'http://127.0.0.1:1/v2.0')
    await expect(attempt).rejects.toThrow(
      'http://127.0.0.1:1/v2.0/tokens does not answer: connect ECONNREFUSED 127.0.0.1:1',
    )
  })

  test('do not wait for ever', async () => {
    const url = await serveSilence()
    const hanging = createHttpClient(undefined, 50)
    onTestFinished(() => hanging.close())
    await expect(signIn(hanging, access(user), `${url}/v2.0`)).rejects.toThrow(
      /does not answer: no complete response within 0.05 s/,
    )
  })
})
