import { expect, test } from 'vitest'
import { applicationCredentialOf } from '../state/application-credentials.ts'
import { at, drive, textAt } from '../testing/driver.ts'

test('rejects a request without a valid, unexpired token', async () => {
  const driver = drive({ seed: { tokenLifetime: 60_000 } })
  for (const token of [null, '', 'garbage', `${driver.config.auth.token}0`]) {
    const { status, body, headers } = await driver.send('GET', '/servers', undefined, { token })
    expect(status).toBe(401)
    expect(at(body, 'error.code')).toBe(401)
    expect(headers.get('www-authenticate')).toMatch(/^Keystone uri=/)
  }
  expect((await driver.send('GET', '/servers')).status).toBe(200)
  driver.wait(60_001)
  expect((await driver.send('GET', '/servers')).status).toBe(401)
})

test('rejects the tenant of another user', async () => {
  const driver = drive()
  const { status, body } = await driver.send('GET', `/v2/${driver.config.other.tenant}/servers`)
  expect([status, at(body, 'badRequest.code')]).toEqual([400, 400])
  expect((await driver.send('GET', '/v2/not_hex/servers')).status).toBe(404)
})

test.each([
  ['/identity/v2.0/tokens', { tenantId: true, passwordCredentials: true }],
  ['/identity/v2.0/tokens', { tenantName: true, passwordCredentials: true }],
])('signs in by %s with %j', async (path, parts) => {
  const driver = drive()
  const auth = {
    ...('tenantId' in parts ? { tenantId: driver.config.target.tenant } : { tenantName: 'conformance' }),
    passwordCredentials: { username: 'conformance', password: 'conformance-password' },
  }
  const { status, body } = await driver.send('POST', path, { auth }, { token: null })
  expect(status).toBe(200)
  const token = textAt(body, 'access.token.id')
  expect((await driver.send('GET', '/servers', undefined, { token })).status).toBe(200)
  const catalog = at(body, 'access.serviceCatalog')
  const types = Array.isArray(catalog) ? catalog.map(({ type }) => type) : []
  expect(types).toEqual(['compute', 'image', 'network', 'volumev2', 'volumev3', 'identity'])
  expect(textAt(body, 'access.serviceCatalog.0.endpoints.0.publicURL')).toMatch(/\/v2\/[0-9a-f]{32}$/)
})

test('signs in by v3, and shows and revokes tokens', async () => {
  const driver = drive()
  const user = { name: 'other', domain: { id: 'default' }, password: 'other-password' }
  const identity = { methods: ['password'], password: { user } }
  const scope = { project: { id: driver.config.other.tenant } }
  for (const auth of [{ identity }, { identity, scope }]) {
    const { status, body, headers } = await driver.send('POST', '/identity/v3/auth/tokens', { auth }, { token: null })
    expect([status, at(body, 'token.project.id')]).toEqual([201, driver.config.other.tenant])
    const token = headers.get('x-subject-token')
    expect((await driver.send('GET', `/v2/${driver.config.other.tenant}/servers`, undefined, { token })).status).toBe(
      200,
    )
    const options = { headers: { 'x-subject-token': token ?? '' } }
    expect((await driver.send('GET', '/identity/v3/auth/tokens', undefined, options)).status).toBe(200)
    expect((await driver.send('DELETE', '/identity/v3/auth/tokens', undefined, options)).status).toBe(204)
    expect((await driver.send('GET', `/v2/${driver.config.other.tenant}/servers`, undefined, { token })).status).toBe(
      401,
    )
  }
})

test('signs in by v3 with the id or the name of an application credential, without a scope', async () => {
  const driver = drive()
  const { id, name, secret } = applicationCredentialOf(driver.state.accounts.other)
  const user = { name: 'other', domain: { id: 'default' } }
  const signIn = async (application_credential: object, scope: object = {}) => {
    const identity = { methods: ['application_credential'], application_credential }
    const auth = { identity, ...scope }
    const { status, body } = await driver.send('POST', '/identity/v3/auth/tokens', { auth }, { token: null })
    return [status, at(body, 'token.project.id')]
  }
  const accepted = [201, driver.config.other.tenant]
  expect(await signIn({ id, secret })).toEqual(accepted)
  expect(await signIn({ name, user, secret })).toEqual(accepted)
  const rejected = [401, undefined]
  expect(await signIn({ id, secret: 'other-password' })).toEqual(rejected)
  expect(await signIn({ id: 'none', secret })).toEqual(rejected)
  expect(await signIn({ name: 'none', user, secret })).toEqual(rejected)
  expect(await signIn({ name, user: { name: 'conformance' }, secret })).toEqual(rejected)
  expect(await signIn({ id, secret }, { scope: { project: { id: driver.config.other.tenant } } })).toEqual(rejected)
  expect(await signIn({ id })).toEqual([400, undefined])
})

test.each([
  ['/identity/v2.0/tokens', { auth: { passwordCredentials: { username: 'conformance', password: 'wrong' } } }, 401],
  ['/identity/v2.0/tokens', { auth: {} }, 400],
  ['/identity/v3/auth/tokens', { auth: { identity: { methods: ['password'] } } }, 400],
])('rejects a sign-in by %s with %j by %i', async (path, body, status) => {
  expect((await drive().send('POST', path, body, { token: null })).status).toBe(status)
})
