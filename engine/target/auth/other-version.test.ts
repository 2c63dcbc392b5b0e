/** A cloud whose identity service knows the user in one of its versions only. */
import { expect, onTestFinished, test } from 'vitest'
import { UsageError } from '#engine/errors'
import { createHttpClient } from '../http-client.ts'
import { type Routes, serve } from '../loopback.fixture.ts'
import type { Credentials } from './connection.ts'
import { signIn } from './keystone.ts'

const unknown = { status: 401, body: { error: { code: 401, message: 'Could not find user' } } }
const knownInV2: Routes = {
  'POST /v2.0/tokens': () => ({ body: { access: { token: { id: 'tok-2' }, serviceCatalog: [] } } }),
  'POST /v3/auth/tokens': () => unknown,
}
const knownInV3: Routes = {
  'POST /v2.0/tokens': () => unknown,
  'POST /v3/auth/tokens': () => ({ status: 201, headers: { 'x-subject-token': 'tok-3' }, body: { token: {} } }),
}
const byId: Credentials = { user: { id: '9c1f' }, password: 'geheim', project: { id: 't1' } }
const byName: Credentials = { ...byId, user: { name: 'ada' } }

/** Signs in at this version, and returns the token, or the error, with the warnings and the paths of the requests. */
async function attempt(routes: Routes, version: string, credentials: Credentials) {
  const { url, received } = await serve(() => routes)
  const http = createHttpClient({}, 2_000)
  onTestFinished(() => http.close())
  const warnings: string[] = []
  const connection = { source: 'the test', credentials: { ...credentials, authUrl: `${url}/${version}` } }
  const result = await signIn(http, connection, (line) => warnings.push(line)).then(
    ({ token }) => token,
    (error: unknown) => error,
  )
  return { result, warnings, paths: received.map(({ path }) => path) }
}

test('a user whom v2.0 rejects is signed in with v3, and a warning says so', async () => {
  const { result, warnings, paths } = await attempt(knownInV3, 'v2.0', byId)
  expect(result).toBe('tok-3')
  expect(warnings).toEqual(['Signed in with identity v3: v2.0 rejected user "9c1f" (401).'])
  expect(paths).toEqual(['/v2.0/tokens', '/v3/auth/tokens'])
})

test('a user whom v3 rejects is signed in with v2.0', async () => {
  const { result, warnings } = await attempt(knownInV2, 'v3', byName)
  expect(result).toBe('tok-2')
  expect(warnings).toEqual(['Signed in with identity v2.0: v3 rejected user "ada" (401).'])
})

test('the other version gets no credentials that it cannot express', async () => {
  const { result, paths } = await attempt(knownInV2, 'v3', { ...byName, user: { name: 'ada', domainId: 'default' } })
  expect(result).toBeInstanceOf(UsageError)
  expect(paths).toEqual(['/v3/auth/tokens'])
})

test('the error has the rejection of the requested version, and what to give instead', async () => {
  const rejecting = { ...knownInV3, ...knownInV2, 'POST /v2.0/tokens': () => unknown }
  const { result, warnings, paths } = await attempt(rejecting, 'v2.0', byName)
  expect(result).toMatchObject({
    message: expect.stringMatching(/v2\.0\/tokens rejected user "ada" \(401\): Could not find user$/),
    hint: 'Where the service does not know the name of the user, give the id: OS_USER_ID (auth.userId).',
  })
  expect(warnings).toEqual([])
  expect(paths).toEqual(['/v2.0/tokens', '/v3/auth/tokens'])
})
