/** Variations in how views of the same resource differ for a short time: caches, indexes, other services. */
import { randomUUID } from 'node:crypto'
import { lag } from './delays.mjs'
import { isRequest, json, serversIn, showsServers } from './json.mjs'

const of = (service) => (request) => request.method === 'GET' && request.url.startsWith(`/${service}/`)
const isFiltered = (request) =>
  isRequest(request, 'GET', /^\/servers(\/detail)?$/) &&
  [...request.query.keys()].some((name) => !['limit', 'marker'].includes(name))

/** Repeats the response to the same request for `ms` milliseconds. */
const cached = (name, ms, path, more) => ({
  name,
  source: 'RFC 9111, B-85: effects are eventual',
  group: 'lag',
  slowness: 40,
  handle: () => {
    const stored = new Map()
    return async (request, next) => {
      if (!isRequest(request, 'GET', path)) return next(request)
      const key = `${request.url} ${request.headers['x-auth-token']}`
      const known = stored.get(key)
      const age = Date.now() - (known?.at ?? 0)
      if (age < ms) return { ...structuredClone(known.response), headers: { ...known.response.headers, ...more(age) } }
      const response = await next(request)
      if (response.status === 200) stored.set(key, { at: Date.now(), response: structuredClone(response) })
      return { ...response, headers: { ...response.headers, ...more(0) } }
    }
  },
})

/** A member of shown servers has its value of `ms` milliseconds before. */
const lateMember = (member, ms) => {
  const histories = new Map()
  return {
    name: `late-${member.replace(/^.*:/, '').replaceAll('_', '-')}-in-servers`,
    source: 'B-85: effects are eventual',
    group: 'lag',
    slowness: 40,
    // Each target gives its servers the same ids.
    start: () => histories.clear(),
    edit: (body, request) => {
      if (request.method !== 'GET' || !showsServers(request)) return
      for (const server of serversIn(body)) {
        if (!(member in server)) continue
        const history = histories.get(server.id) ?? [{ at: 0, value: server[member] }]
        histories.set(server.id, history)
        if (JSON.stringify(history.at(-1).value) !== JSON.stringify(server[member]))
          history.push({ at: Date.now(), value: server[member] })
        server[member] = history.findLast(({ at }) => at <= Date.now() - ms).value
      }
    },
  }
}

/** The first read of a new resource finds nothing. */
const unknownAtFirst = (name, collection, member, key) => ({
  name,
  source: 'B-85: a replica without the newest resource',
  handle: () => {
    const pending = new Set()
    return async (request, next) => {
      const id = decodeURIComponent(request.path?.split('/')[2] ?? '')
      const response = await next(request)
      const isRead = request.method === 'GET' && request.path?.startsWith(`${collection}/`) && response.status === 200
      if (isRead && pending.delete(id)) return json(404, { itemNotFound: { code: 404, message: 'not found' } })
      const created = request.method === 'POST' && request.path === collection && response.body?.[member]
      if (created) pending.add(created[key])
      return response
    }
  },
})

export const views = [
  cached(
    'lists-cached-for-2-s',
    2_000,
    /^\/(servers|servers\/detail|os-keypairs|os-server-groups|flavors.*)$/,
    (age) => ({
      age: String(Math.floor(age / 1_000)),
      'cache-control': 'private, max-age=2',
    }),
  ),
  cached('servers-cached-for-800-ms', 800, /^\/servers\/(?!detail)[^/]+$/, () => ({
    'x-compute-request-id': `req-${randomUUID()}`,
  })),
  cached('everything-cached-for-500-ms', 500, /./, () => ({ age: '0', 'cache-control': 'max-age=1' })),
  lag('filters-late-2-s', 2_000, isFiltered),
  lag('volumes-late-1.5-s', 1_500, of('volume')),
  lag('images-late-2-s', 2_000, of('image')),
  lag('networks-late-1.5-s', 1_500, of('network')),
  lateMember('security_groups', 1_500),
  lateMember('os-extended-volumes:volumes_attached', 1_500),
  lateMember('metadata', 1_200),
  lateMember('name', 1_200),
  lateMember('flavor', 800),
  unknownAtFirst('new-keypairs-unknown-once', '/os-keypairs', 'keypair', 'name'),
  unknownAtFirst('new-groups-unknown-once', '/os-server-groups', 'server_group', 'id'),
]
