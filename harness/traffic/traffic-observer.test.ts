import { describe, expect, test } from 'vitest'
import { converse, type Sent, serverId } from './traffic-conversation.fixture.ts'

const keypair = (name: string, fingerprint: string) => ({
  keypair: { name, fingerprint, public_key: 'ssh-rsa AAAA', user_id: 'u', id: 1, deleted: false },
})

describe('observed traffic', () => {
  test('is compared with the document', () => {
    const { send } = converse()
    expect(send('GET', '/flavors', 200, { flavors: 'none' })).toEqual(['flavors.list.array'])
  })

  test('is not compared with requirements that do not apply to the target', () => {
    const { observer, send } = converse({ 'flavors.list.array': 'not here' })
    expect(send('GET', '/flavors', 200, { flavors: 'none' })).toEqual([])
    expect(observer.evidence.assertions.filter(({ finding }) => finding)).toEqual([])
  })

  test('is not compared where it belongs to another API', () => {
    const { observer, send } = converse()
    expect(send('GET', '/networks', 200, 'anything', { url: 'http://cloud.example/v2.0' })).toEqual([])
    expect(observer).toMatchObject({ documented: 0, total: 1 })
  })

  test('may show a server that an unobserved client stopped', () => {
    const { send } = converse()
    const body = { server: { name: 's', imageRef: 'i', flavorRef: 'f', networks: [], key_name: 'k' } }
    send('POST', '/servers', 202, { server: { id: serverId, links: [] } }, { body })
    const show = (status: string) =>
      send('GET', `/servers/${serverId}`, 200, { server: { id: serverId, status, 'OS-EXT-STS:task_state': null } })
    expect([...show('ACTIVE'), ...show('SHUTOFF'), ...show('ACTIVE')]).not.toContain('servers.state.legal-transitions')
  })

  test('stops comparing a server that an undocumented request may have changed', () => {
    const goneAfter = (method: string, path: string) => {
      const { send } = converse()
      const body = { server: { name: 's', imageRef: 'i', flavorRef: 'f', networks: [], key_name: 'k' } }
      send('POST', '/servers', 202, { server: { id: serverId, links: [] } }, { body })
      send('GET', `/servers/${serverId}`, 200, { server: { id: serverId, status: 'ACTIVE' } })
      send(method, path, 202, undefined)
      send('GET', `/servers/${serverId}`, 404, { itemNotFound: { message: 'no', code: 404 } })
      return send('GET', `/servers/${serverId}`, 200, { server: { id: serverId, status: 'ACTIVE' } })
    }
    expect(goneAfter('GET', `/servers/${serverId}/os-interface`)).toContain('servers.show.answers')
    expect(goneAfter('POST', `/servers/${serverId}/os-interface`)).not.toContain('servers.show.answers')
    expect(goneAfter('POST', '/servers/another/os-interface')).toContain('servers.show.answers')
  })

  test.each([
    ['another microversion', 200, {}, { 'openstack-api-version': 'compute 2.96' }],
    ['another microversion by the older header', 200, {}, { 'x-openstack-nova-api-version': '2.47' }],
    ['a part of the body', 206, { range: 'bytes=0-9' }, {}],
    ['nothing, because it has not changed', 304, { 'if-none-match': '"1"' }, {}],
  ])('is not compared where client and target agreed on %s', (_, status, headers, responseHeaders) => {
    const { observer, send } = converse()
    expect(send('GET', '/flavors', status, { flavors: 'none' }, { headers, responseHeaders })).toEqual([])
    expect(observer).toMatchObject({ documented: 1, otherProtocol: 1 })
  })

  test.each([
    ['the target ignores the microversion', 200, { 'openstack-api-version': 'compute 2.96' }, {}],
    ['the microversion is the first', 200, {}, { 'openstack-api-version': 'compute 2.1' }],
    ['another service has a version', 200, {}, { 'openstack-api-version': 'volume 3.50' }],
  ])('is compared where %s', (_, status, headers, responseHeaders) => {
    const { send } = converse()
    expect(send('GET', '/flavors', status, { flavors: 'none' }, { headers, responseHeaders })).toEqual([
      'flavors.list.array',
    ])
  })

  test('compares the effect of a request that only another edition has', () => {
    const { observer, send } = converse()
    const body = { server: { name: 's', imageRef: 'i', flavorRef: 'f', networks: [], key_name: 'k', metadata: {} } }
    const show = (name: string, metadata: object) =>
      send('GET', `/servers/${serverId}`, 200, { server: { id: serverId, name, metadata, status: 'ACTIVE' } })
    send('POST', '/servers', 202, { server: { id: serverId, links: [] } }, { body })
    const meta = { meta: { key: 'value' } }
    expect(send('PUT', `/servers/${serverId}/metadata/key`, 200, meta, { body: meta })).toEqual([])
    expect(show('s', { key: 'value' })).not.toContain('servers.create.metadata')
    expect(show('other', { key: 'value' })).toContain('servers.update.renames')
    expect(observer).toMatchObject({ documented: 3, total: 4 })
  })

  test('has an action with one key', () => {
    const { send } = converse()
    const act = (body: object, status: number) =>
      send('POST', `/servers/${serverId}/action`, status, undefined, { body })
    send('GET', '/flavors', 200, { flavors: [] })
    expect(act({ 'os-stop': null, 'os-start': null }, 202)).toContain('actions.one-key')
    expect(act({}, 202)).toContain('actions.one-key')
    expect(act({ 'os-stop': null, 'os-start': null }, 400)).toEqual([])
    expect(act({ pause: null }, 202)).toEqual([])
  })

  test.each([
    [{}, ['conventions.request-id-unique']],
    [{ age: '1' }, []],
  ])('has a request id only once, unless a cache responds: %j', (fromCache, found) => {
    const { send } = converse()
    const responseHeaders = { 'x-compute-request-id': `req-${serverId}`, ...fromCache }
    send('GET', '/flavors', 200, { flavors: [] }, { responseHeaders })
    expect(send('GET', '/flavors', 200, { flavors: [] }, { responseHeaders })).toEqual(found)
  })

  const ofExistence = (violations: readonly string[]) => violations.filter((id) => id === 'keypairs.show.by-name')

  /** Creates and shows a keypair, then does not find it, and shows one of its name. */
  const showAfterMissing = (last: string) => {
    const { send } = converse()
    const body = { keypair: { name: 'k', public_key: 'ssh-rsa AAAA' } }
    send('POST', '/os-keypairs', 200, keypair('k', 'aa:bb'), { body })
    send('GET', '/os-keypairs/k', 200, keypair('k', 'aa:bb'))
    const missing = send('GET', '/os-keypairs/k', 404, { itemNotFound: { message: 'no', code: 404 } })
    return ofExistence([...missing, ...send('GET', '/os-keypairs/k', 200, keypair('k', last))])
  }

  test('contradicts itself when a keypair that was not found is shown again', () => {
    expect(showAfterMissing('aa:bb')).toEqual(['keypairs.show.by-name'])
  })

  test('reports nothing about resources that unobserved clients delete and create again', () => {
    expect(showAfterMissing('cc:dd')).toEqual([])
  })

  test('does not report a target where another user deletes a keypair of the same name', () => {
    const { send } = converse()
    const body = { keypair: { name: 'k', public_key: 'ssh-rsa AAAA' } }
    send('POST', '/os-keypairs', 200, keypair('k', 'aa:bb'), { body })
    send('GET', '/os-keypairs/k', 200, keypair('k', 'aa:bb'))
    send('DELETE', '/os-keypairs/k', 202, undefined, { token: 'a-later-token' })
    expect(send('GET', '/os-keypairs/k', 404, { itemNotFound: { message: 'no', code: 404 } })).toEqual([])
  })

  test('does not report a target where another token deletes a keypair under a microversion', () => {
    const { send } = converse()
    const body = { keypair: { name: 'k', public_key: 'ssh-rsa AAAA' } }
    send('POST', '/os-keypairs', 200, keypair('k', 'aa:bb'), { body })
    send('GET', '/os-keypairs/k', 200, keypair('k', 'aa:bb'))
    const responseHeaders = { 'openstack-api-version': 'compute 2.96' }
    send('DELETE', '/os-keypairs/k', 204, undefined, { token: 'a-later-token', responseHeaders })
    expect(send('GET', '/os-keypairs/k', 404, { itemNotFound: { message: 'no', code: 404 } })).toEqual([])
  })

  test('does not report a target that finds nothing for a token that was never accepted', () => {
    const { send } = converse()
    const description = { server: { name: 's', imageRef: 'i', flavorRef: 'f', networks: [], key_name: 'k' } }
    send('POST', '/servers', 202, { server: { id: serverId, links: [] } }, { body: description })
    send('GET', `/servers/${serverId}`, 200, { server: { id: serverId, status: 'ACTIVE' } })
    const notFound = { itemNotFound: { message: 'no', code: 404 } }
    expect(send('GET', `/servers/${serverId}`, 404, notFound, { token: 'foreign-token' })).toEqual([])
    const isShown = { server: { id: serverId, status: 'ACTIVE' } }
    expect(send('GET', `/servers/${serverId}`, 200, isShown)).not.toContain('servers.show.answers')
    send('GET', `/servers/${serverId}`, 404, notFound)
    expect(send('GET', `/servers/${serverId}`, 200, isShown)).toContain('servers.show.answers')
  })

  test('does not show tokens and passwords', () => {
    const { observer, send } = converse()
    send('POST', '/servers', 202, { server: { id: serverId, adminPass: 'a-secret-password', links: [] } }, { body: {} })
    const recorded = JSON.stringify(observer.evidence)
    expect(recorded).not.toContain('token-of-the-client')
    expect(recorded).not.toContain('a-secret-password')
  })

  test('reports a request without a token that is carried out, where other requests have one', () => {
    const { send } = converse()
    const list = (sent?: Sent) => send('GET', '/flavors', 200, { flavors: [] }, sent)
    expect(list({ token: null })).toEqual([])
    expect(list()).toEqual([])
    expect(list({ token: null })).toEqual(['access.token-required'])
    expect(send('GET', '/flavors', 403, { forbidden: { message: 'no', code: 403 } }, { token: null })).toEqual([
      'access.unauthorized-status',
    ])
    expect(send('GET', '/flavors', 401, { unauthorized: { message: 'no', code: 401 } }, { token: null })).toEqual([])
  })

  test('reports invalid requests that are accepted, unless the recording may differ from the request', () => {
    const { send } = converse()
    send('GET', '/flavors', 200, { flavors: [] })
    const act = (body: unknown) => send('POST', `/servers/${serverId}/action`, 202, undefined, { body })
    expect(act({ reboot: { type: 'WARM' } })).toEqual(['servers.reboot.type-required'])
    expect(act({ reboot: { type: '(removed)' } })).toEqual([])
    expect(act({ reboot: { type: 'HARD' } })).toEqual([])
    expect(act({ sleep: null })).toEqual([])
    expect(send('POST', `/servers/${serverId}/action`, 202, undefined)).toEqual([])
  })

  test('reports a create that should be rejected only once its server is ACTIVE', () => {
    const { send } = converse()
    const server = { name: 'a', imageRef: 'i', networks: [], key_name: 'k' }
    const show = (status: string) => send('GET', `/servers/${serverId}`, 200, { server: { id: serverId, status } })
    send('GET', '/flavors', 200, { flavors: [] })
    const created = send('POST', '/servers', 202, { server: { id: serverId, links: [] } }, { body: { server } })
    expect(created).not.toContain('servers.create.flavor-required')
    expect(show('BUILD')).not.toContain('servers.create.flavor-required')
    expect(show('ACTIVE')).toContain('servers.create.flavor-required')
    expect(show('ACTIVE')).not.toContain('servers.create.flavor-required')
  })

  test('takes bounded memory, and keeps the exchanges that findings refer to', () => {
    const { observer, send } = converse()
    for (let index = 0; index < 2_500; index++) send('GET', '/flavors', 200, { flavors: index % 2 === 0 ? [] : 'none' })
    expect(observer.evidence.exchanges.length).toBeLessThan(100)
    const assertions = observer.evidence.assertions.filter(({ finding }) => finding)
    expect(assertions.length).toBeLessThanOrEqual(20)
    const kept = new Set(observer.evidence.exchanges.map(({ index }) => index))
    expect(assertions.every(({ finding }) => kept.has(finding?.exchange ?? -1))).toBe(true)
  })
})
