import { describe, expect, test } from 'vitest'
import { applicationCredentialOf } from '../state/application-credentials.ts'
import { at, bootedServer, drive, serverRequest, textAt } from '../testing/driver.ts'

describe('access', () => {
  test('needs a token that is known and has not expired', async () => {
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

  test('is to the own tenant only', async () => {
    const driver = drive()
    const { status, body } = await driver.send('GET', `/v2/${driver.config.other.tenant}/servers`)
    expect([status, at(body, 'badRequest.code')]).toEqual([400, 400])
    expect((await driver.send('GET', '/v2/not_hex/servers')).status).toBe(404)
  })

  test.each([
    ['/identity/v2.0/tokens', { tenantId: true, passwordCredentials: true }],
    ['/identity/v2.0/tokens', { tenantName: true, passwordCredentials: true }],
  ])('%s signs in with %j', async (path, parts) => {
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

  test('v3 signs in, shows and revokes tokens', async () => {
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
      const extras = { headers: { 'x-subject-token': token ?? '' } }
      expect((await driver.send('GET', '/identity/v3/auth/tokens', undefined, extras)).status).toBe(200)
      expect((await driver.send('DELETE', '/identity/v3/auth/tokens', undefined, extras)).status).toBe(204)
      expect((await driver.send('GET', `/v2/${driver.config.other.tenant}/servers`, undefined, { token })).status).toBe(
        401,
      )
    }
  })

  test('v3 takes an application credential by its id and by its name, and no scope beside it', async () => {
    const driver = drive()
    const { id, name, secret } = applicationCredentialOf(driver.state.accounts.other)
    const user = { name: 'other', domain: { id: 'default' } }
    const signIn = async (application_credential: object, more: object = {}) => {
      const identity = { methods: ['application_credential'], application_credential }
      const auth = { identity, ...more }
      const { status, body } = await driver.send('POST', '/identity/v3/auth/tokens', { auth }, { token: null })
      return [status, at(body, 'token.project.id')]
    }
    const own = [201, driver.config.other.tenant]
    expect(await signIn({ id, secret })).toEqual(own)
    expect(await signIn({ name, user, secret })).toEqual(own)
    const refused = [401, undefined]
    expect(await signIn({ id, secret: 'other-password' })).toEqual(refused)
    expect(await signIn({ id: 'none', secret })).toEqual(refused)
    expect(await signIn({ name: 'none', user, secret })).toEqual(refused)
    expect(await signIn({ name, user: { name: 'conformance' }, secret })).toEqual(refused)
    expect(await signIn({ id, secret }, { scope: { project: { id: driver.config.other.tenant } } })).toEqual(refused)
    expect(await signIn({ id })).toEqual([400, undefined])
  })

  test.each([
    ['/identity/v2.0/tokens', { auth: { passwordCredentials: { username: 'conformance', password: 'wrong' } } }, 401],
    ['/identity/v2.0/tokens', { auth: {} }, 400],
    ['/identity/v3/auth/tokens', { auth: { identity: { methods: ['password'] } } }, 400],
  ])('%s refuses %j with %i', async (path, body, status) => {
    expect((await drive().send('POST', path, body, { token: null })).status).toBe(status)
  })
})

describe('the wire', () => {
  test('every answer of Compute has a request id of its own', async () => {
    const driver = drive()
    const ids: (string | null)[] = []
    for (const path of ['/flavors', '/flavors', '/servers/none', '/none']) {
      const { headers } = await driver.send('GET', path)
      expect(headers.get('x-openstack-request-id')).toBe(headers.get('x-compute-request-id'))
      ids.push(headers.get('x-compute-request-id'))
    }
    expect(new Set(ids).size).toBe(4)
    for (const id of ids) expect(id).toMatch(/^req-[0-9a-f-]{36}$/)
  })

  test.each([
    ['malformed JSON', '{"server":', 400],
    ['a bare control character', '\u0000', 400],
    ['an empty body', '', 400],
    ['null', 'null', 400],
    ['a list', '[]', 400],
    ['a string', '"x"', 400],
    ['deep nesting', `{"server":${'['.repeat(300)}${']'.repeat(300)}}`, 400],
    ['too many bytes', `{"server":{"name":"${'x'.repeat(120_000)}"}}`, 413],
  ])('refuses %s', async (_what, body, status) => {
    expect((await drive().send('POST', '/servers', body)).status).toBe(status)
  })

  test.each([
    ['application/json; charset=utf-8', 202],
    ['text/plain', 202],
    ['application/xml', 415],
  ])('takes a body called %s with %i', async (type, status) => {
    const driver = drive()
    const extras = { headers: { 'content-type': type } }
    expect((await driver.send('POST', '/servers', serverRequest(driver), extras)).status).toBe(status)
  })

  test.each([
    ['PATCH', '/servers/x'],
    ['PUT', '/servers'],
    ['DELETE', '/flavors'],
    ['GET', '/servers/x/action'],
    ['GET', '/servers/'],
    ['GET', '/servers.json'],
    ['HEAD', '/servers'],
  ])('has no %s %s', async (method, path) => {
    const { status, headers } = await drive().send(method, path)
    expect(status).toBe(404)
    expect(headers.get('content-type')).toMatch(/^text\/html/)
  })

  test('actions need exactly one known key', async () => {
    const driver = drive()
    const id = await bootedServer(driver)
    for (const body of [{}, [], { bogus: null }, { 'os-start': null, 'os-stop': null }]) {
      expect((await driver.action(id, body)).status).toBe(400)
    }
    expect((await driver.action('none', { 'os-stop': null })).status).toBe(404)
  })

  test('v2.1 says its microversion, v2 ignores it', async () => {
    const driver = drive()
    const { tenant } = driver.config.target
    const send = (version: string, microversion: string) =>
      driver.send('GET', `/${version}/${tenant}/servers`, undefined, {
        headers: { 'openstack-api-version': `compute ${microversion}` },
      })
    expect((await send('v2', '2.999')).status).toBe(200)
    expect((await send('v2.1', 'latest')).headers.get('openstack-api-version')).toBe('compute 2.1')
    expect((await send('v2.1', '2.999')).status).toBe(406)
    expect((await send('v2.1', 'abc')).status).toBe(400)
  })

  test.each([
    ['/', 200],
    ['/v2', 200],
    ['/v2/', 200],
    ['/v2.1/', 200],
    ['/v3/', 300],
    ['/identity/', 300],
    ['/identity/v3', 200],
    ['/image/', 300],
    ['/network/', 200],
    ['/volume/', 300],
  ])('%s is open to all and answers %i', async (path, status) => {
    expect((await drive().send('GET', path, undefined, { token: null })).status).toBe(status)
  })

  test('links lead to what they name', async () => {
    const driver = drive()
    const id = await bootedServer(driver)
    const { body } = await driver.send('GET', `/servers/${id}`)
    const self = new URL(textAt(body, 'server.links.0.href')).pathname
    expect(at((await driver.send('GET', self)).body, 'server.id')).toBe(id)
    expect(textAt(body, 'server.links.1.href')).toBe(textAt(body, 'server.links.0.href').replace('/v2/', '/'))
  })
})

describe('updates', () => {
  test('change what they name and answer with the base view', async () => {
    const driver = drive()
    const id = await bootedServer(driver)
    const { status, body } = await driver.send('PUT', `/servers/${id}`, { server: { name: ' renamed ', bogus: 1 } })
    expect([status, at(body, 'server.name')]).toEqual([200, 'renamed'])
    expect(at(body, 'server')).not.toHaveProperty(['OS-EXT-STS:vm_state'])
    await driver.send('PUT', `/servers/${id}`, { server: { accessIPv4: '1.2.3.4' } })
    const { body: shown } = await driver.send('GET', `/servers/${id}`)
    expect([at(shown, 'server.name'), at(shown, 'server.accessIPv4')]).toEqual(['renamed', '1.2.3.4'])
    expect((await driver.send('PUT', `/servers/${id}`, { server: {} })).status).toBe(200)
    for (const server of [{ name: '' }, { name: 'x'.repeat(256) }, { accessIPv4: 'x' }]) {
      expect((await driver.send('PUT', `/servers/${id}`, { server })).status).toBe(400)
    }
    expect((await driver.send('PUT', `/servers/${id}`, {})).status).toBe(400)
    expect((await driver.send('PUT', '/servers/none', { server: { name: 'x' } })).status).toBe(404)
  })
})

describe('security groups of a server', () => {
  test('go to and from every port', async () => {
    const driver = drive()
    const { securityGroup, network } = driver.config.resources
    const networks = [{ uuid: network }, { uuid: network }]
    const id = await bootedServer(driver, serverRequest(driver, { networks }))
    const groups = async () => {
      const ports = at((await driver.send('GET', `/network/v2.0/ports?device_id=${id}`)).body, 'ports')
      return Array.isArray(ports) ? ports.map(({ security_groups }) => security_groups.length) : []
    }
    const act = async (body: unknown) => (await driver.action(id, body)).status
    expect(await act({ addSecurityGroup: { name: securityGroup } })).toBe(202)
    expect(await groups()).toEqual([2, 2])
    expect(await act({ addSecurityGroup: { name: securityGroup } })).toBe(400)
    expect(await act({ addSecurityGroup: { name: 'none' } })).toBe(404)
    expect(await act({ addSecurityGroup: {} })).toBe(400)
    expect(await act({ addSecurityGroup: null })).toBe(400)
    expect(await act({ removeSecurityGroup: { name: securityGroup } })).toBe(202)
    expect(await groups()).toEqual([1, 1])
    expect(await act({ removeSecurityGroup: { name: securityGroup } })).toBe(404)
    expect(await act({ removeSecurityGroup: { name: 'none' } })).toBe(404)
  })
})
