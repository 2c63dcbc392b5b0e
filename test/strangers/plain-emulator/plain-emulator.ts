/**
 * An emulator as its author may have it after a day with the document of 2020-03 alone: without other services, with few checks of
 * requests, errors of its own form, and flavors without sizes. It shares nothing with the package's emulator.
 */
import { randomUUID } from 'node:crypto'
import { keyRing } from '../../fixtures/key-ring.ts'
import { serve } from '../../fixtures/loopback-server.ts'
import { isObject } from '../proxy-rules.ts'
import { actOn } from './actions.ts'
import { newKeypair, type PlainKeypair } from './keypairs.ts'
import { type Call, fail, type Reply, reply } from './reply.ts'
import { type Id, linksTo, newServer, type PlainServer, selectServers, showServer } from './servers.ts'

export const tenant = 'demo'
export const token = 'secret-token'

export interface PlainEmulator {
  /** The root of the tenant's operations. */
  readonly url: string
  readonly servers: ReadonlyMap<string, PlainServer>
  readonly keypairs: ReadonlyMap<string, PlainKeypair>
  close(): Promise<void>
}

/** `hasNumericIds`: servers and flavors are numbered, as by a database, and their ids are numbers in JSON. */
export async function startPlainEmulator({ hasNumericIds = false } = {}): Promise<PlainEmulator> {
  const servers = new Map<string, PlainServer>()
  const keypairs = new Map<string, PlainKeypair>()
  const keys = keyRing.source()
  const flavors = ['m1.tiny', 'm1.small', 'u2.c1m1'].map((name, index) => ({
    id: hasNumericIds ? index + 1 : `${index + 1}`,
    name,
  }))
  let lastId = 50
  const flavorOf = (id: unknown): Id | undefined => flavors.find((flavor) => String(flavor.id) === String(id))?.id

  async function createKeypair({ body }: Call): Promise<Reply> {
    const { name, public_key: given } = isObject(body) && isObject(body['keypair']) ? body['keypair'] : {}
    if (!name) return fail(400, 'a keypair needs a name')
    if (keypairs.has(String(name))) return fail(409, 'there is such a keypair')
    const generated = given === undefined ? await keys.take() : undefined
    const keypair = newKeypair(name, generated?.publicKey ?? String(given), ++lastId)
    keypairs.set(String(name), keypair)
    const { public_key, fingerprint, user_id } = keypair
    const privateKey = generated && { private_key: generated.privateKey }
    return reply(200, { keypair: { name, public_key, fingerprint, user_id, ...privateKey } })
  }

  async function keypair(call: Call): Promise<Reply> {
    const [, name] = call.path
    if (name === undefined && call.method === 'POST') return createKeypair(call)
    if (name === undefined) {
      const shown = [...keypairs.values()].map((one) => ({
        keypair: { name: one.name, public_key: one.public_key, fingerprint: one.fingerprint },
      }))
      return reply(200, { keypairs: shown })
    }
    if (call.method === 'DELETE') return keypairs.delete(name) ? reply(202) : fail(404, 'no such keypair')
    const found = keypairs.get(name)
    return found ? reply(200, { keypair: found }) : fail(404, 'no such keypair')
  }

  function createServer({ body, host }: Call): Reply {
    const requested = isObject(body) && isObject(body['server']) ? body['server'] : {}
    for (const field of ['name', 'imageRef', 'flavorRef', 'networks', 'key_name'])
      if (requested[field] === undefined) return fail(400, `${field} is required`)
    const flavor = flavorOf(requested['flavorRef'])
    if (flavor === undefined) return fail(400, 'no such flavor')
    if (!keypairs.has(String(requested['key_name']))) return fail(400, 'no such keypair')
    const created = Array.from({ length: Number(requested['min_count'] ?? 1) || 1 }, () =>
      newServer(hasNumericIds ? ++lastId : randomUUID(), requested, flavor),
    )
    for (const server of created) servers.set(String(server.id), server)
    const [{ id, groups } = created[0] ?? newServer('', requested, flavor)] = created
    const shownGroups = groups.map((name) => ({ name }))
    const links = linksTo(host, tenant, `servers/${id}`)
    return reply(202, { server: { id, links, security_groups: shownGroups, 'OS-DCF:diskConfig': 'MANUAL' } })
  }

  function listServers({ query, host }: Call, isDetailed: boolean): Reply {
    const brief = ({ id, name }: PlainServer) => ({ id, name, links: linksTo(host, tenant, `servers/${id}`) })
    const show = (server: PlainServer) => (isDetailed ? showServer(server, host, tenant) : brief(server))
    return reply(200, { servers: selectServers([...servers.values()], query).map(show) })
  }

  function server(call: Call): Reply {
    const [, id, below, ...rest] = call.path
    if (call.method === 'POST' && id === undefined) return createServer(call)
    if (call.method === 'GET' && (id === undefined || id === 'detail')) return listServers(call, id === 'detail')
    const found = servers.get(id ?? '')
    if (!found) return fail(404, 'no such server')
    if (below !== undefined) return actOn(found, call, [below, ...rest], flavorOf)
    if (call.method === 'DELETE') return servers.delete(String(found.id)) ? reply(204) : fail(404, 'no such server')
    if (call.method === 'PUT') {
      const changes = isObject(call.body) && isObject(call.body['server']) ? call.body['server'] : {}
      const { name = found.name, accessIPv4 = found.accessIPv4 } = changes
      Object.assign(found, { name, accessIPv4, updated: `${new Date().toISOString().slice(0, 19)}Z` })
    }
    return reply(200, { server: showServer(found, call.host, tenant) })
  }

  function listFlavors({ query, host, path }: Call): Reply {
    if (path.length > 1) return fail(404, 'no such path')
    const after = flavors.slice(flavors.findIndex(({ id }) => String(id) === query.get('marker')) + 1)
    const page = query.has('limit') ? after.slice(0, Number(query.get('limit'))) : after
    const shown = page.map((flavor) => ({ ...flavor, links: linksTo(host, tenant, `flavors/${flavor.id}`) }))
    return reply(200, { flavors: shown })
  }

  const listZones = (): Reply => {
    const zones = ['kr-pub-a', 'kr-pub-b'].map((zoneName) => ({
      zoneName,
      zoneState: { available: true },
      hosts: null,
    }))
    return reply(200, { availabilityZoneInfo: zones })
  }

  const listVersions = ({ host }: Call): Reply => {
    const links = [{ href: `http://${host}/v2/`, rel: 'self' }]
    const version = {
      id: 'v2.0',
      links,
      status: 'CURRENT',
      version: '',
      min_version: '',
      updated: '2011-01-21T11:33:21Z',
    }
    return reply(200, { versions: [version] })
  }

  async function route(call: Call): Promise<Reply> {
    const [root, owner, ...path] = call.path
    if (root === undefined) return listVersions(call)
    if (root !== 'v2') return fail(404, 'no such path')
    if (call.token !== token) return fail(401, 'wrong token')
    if (owner !== tenant) return fail(403, 'wrong tenant')
    const routes: Readonly<Record<string, (call: Call) => Reply | Promise<Reply>>> = {
      flavors: listFlavors,
      'os-availability-zone': listZones,
      'os-keypairs': keypair,
      servers: server,
    }
    return routes[path[0] ?? '']?.({ ...call, path }) ?? fail(404, 'no such path')
  }

  const { url, close } = await serve(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://emulator')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const reply = await Promise.resolve()
      .then(() =>
        route({
          method: request.method ?? '',
          path: pathname.split('/').filter(Boolean).map(decodeURIComponent),
          query: searchParams,
          host: request.headers.host ?? '',
          token: request.headers['x-auth-token'],
          body: text === '' ? undefined : JSON.parse(text),
        }),
      )
      .catch((error: unknown) => fail(500, String(error)))
    const headers = { 'content-type': 'application/json', 'x-compute-request-id': `req-${randomUUID()}` }
    response.writeHead(reply.status, { ...headers, ...reply.headers })
    response.end(reply.body === undefined ? '' : JSON.stringify(reply.body))
  })
  return { url: `${url}/v2/${tenant}`, servers, keypairs, close }
}
