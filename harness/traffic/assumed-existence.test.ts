import { describe, expect, test } from 'vitest'
import { converse, serverId } from './traffic-conversation.fixture.ts'

const other = '0b1f6e2a-92c4-4a43-8f0e-000000000002'
const group = '0b1f6e2a-92c4-4a43-8f0e-00000000000a'

const shown = (id: string, addr = '10.0.0.1', status = 'ACTIVE') => ({
  server: {
    id,
    status,
    user_id: 'u',
    'OS-EXT-STS:task_state': null,
    addresses: { net: [{ addr, version: 4, 'OS-EXT-IPS:type': 'fixed' }] },
  },
})

/** A conversation about a server that was created and shown. Each call returns those of the `compared` requirements that it contradicts. */
function begin(...compared: readonly string[]) {
  const { send } = converse({}, '2026-05')
  const call = (...sent: Parameters<typeof send>) => send(...sent).filter((id) => compared.includes(id))
  const create = (id: string, hints = {}) => {
    const server = { name: 's', imageRef: 'i', flavorRef: 'f', networks: [], key_name: 'k' }
    call('POST', '/servers', 202, { server: { id, links: [] } }, { body: { server, ...hints } })
  }
  const show = (id: string, ...as: readonly [addr?: string, status?: string]) =>
    call('GET', `/servers/${id}`, 200, shown(id, ...as))
  return { call, create, show }
}

describe('traffic about a resource that others may have deleted', () => {
  test.each([
    ['/servers', 'servers.list.answers'],
    ['/servers/detail', 'servers.detail.answers'],
  ])('contradicts %s without a server only once it is shown again', (path, requirement) => {
    const { call, create, show } = begin(requirement)
    create(serverId)
    expect([...show(serverId), ...call('GET', path, 200, { servers: [] })]).toEqual([])
    expect(call('GET', path, 200, { servers: [] })).toEqual([])
    expect(show(serverId)).toEqual([requirement])
    expect(show(serverId)).toEqual([])
  })

  test('contradicts a list without each of several servers', () => {
    const { call, create, show } = begin('servers.list.answers')
    for (const id of [serverId, other]) {
      create(id)
      show(id)
    }
    for (let times = 0; times < 2; times++) call('GET', '/servers', 200, { servers: [] })
    expect(show(other)).toEqual(['servers.list.answers'])
  })

  test('contradicts nothing where the server is shown as deleted', () => {
    const { call, create, show } = begin('servers.list.answers')
    create(serverId)
    show(serverId)
    call('GET', '/servers', 200, { servers: [] })
    expect(show(serverId, '10.0.0.1', 'SOFT_DELETED')).toEqual([])
  })

  test('contradicts two servers with one address only once the first is shown again', () => {
    const { create, show } = begin('servers.addresses.per-port')
    for (const id of [serverId, other]) create(id)
    expect([...show(serverId), ...show(other)]).toEqual([])
    expect(show(other)).toEqual([])
    expect(show(serverId)).toEqual(['servers.addresses.per-port'])
  })

  test('does not contradict a second keypair of a name, unless the first one is shown after it', () => {
    const createTwice = (fingerprint: string) => {
      const { call } = begin('keypairs.create.duplicate-refused')
      const keypair = (print: string) => ({ keypair: { name: 'k', fingerprint: print, public_key: 'ssh-rsa AAAA' } })
      const add = (print: string) =>
        call('POST', '/os-keypairs', 200, keypair(print), {
          body: { keypair: { name: 'k', public_key: 'ssh-rsa AAAA' } },
        })
      add('aa:bb')
      call('GET', '/os-keypairs/k', 200, keypair('aa:bb'))
      call('GET', '/flavors', 200, { flavors: [] })
      return [...add('cc:dd'), ...call('GET', '/os-keypairs/k', 200, keypair(fingerprint))]
    }
    expect(createTwice('cc:dd')).toEqual([])
    expect(createTwice('aa:bb')).toEqual(['keypairs.create.duplicate-refused'])
  })

  test('contradicts a server group that is not found only once it is shown again', () => {
    const found = ['server-groups.show.answers', 'server-groups.list.answers']
    const { call } = begin(...found)
    const server_group = { id: group, name: 'g', policies: ['anti-affinity'], members: [], metadata: {} }
    call('POST', '/os-server-groups', 200, { server_group }, { body: { server_group } })
    const showGroup = () => call('GET', `/os-server-groups/${group}`, 200, { server_group })
    showGroup()
    const notFound = { itemNotFound: { message: 'no', code: 404 } }
    expect(call('GET', `/os-server-groups/${group}`, 404, notFound)).toEqual([])
    expect(call('GET', '/os-server-groups', 200, { server_groups: [] })).toEqual([])
    expect(showGroup()).toEqual(found)
  })

  test('contradicts a group without a member only once the member is shown again', () => {
    const { call, create, show } = begin('server-groups.members.created')
    const server_group = { id: group, name: 'g', policies: ['anti-affinity'], members: [], metadata: {} }
    call('POST', '/os-server-groups', 200, { server_group }, { body: { server_group } })
    create(serverId, { 'os:scheduler_hints': { group } })
    show(serverId)
    expect(call('GET', `/os-server-groups/${group}`, 200, { server_group })).toEqual([])
    expect(show(serverId)).toEqual(['server-groups.members.created'])
  })
})
