/** Variations in lists of servers: their order, the size of their pages and the links to the next page. */
import { isRequest, json } from './json.mjs'
import { requestOf } from './target.mjs'

const absolute = (request, query) => `http://${request.headers.host}${request.url.split('?')[0]}?${query}`

/** Serves pages of the whole list in a different order, of `cap` servers unless the request has a limit. Filters are the emulator's. */
const pages =
  ({ order, cap = 1_000, next: linkTo = absolute, more = {} }) =>
  () =>
  async (request, next) => {
    if (!isRequest(request, 'GET', /^\/servers(\/detail)?$/)) return next(request)
    const { query } = request
    const limit = query.get('limit')
    const marker = query.get('marker')
    if (limit !== null && !/^[1-9]\d*$/.test(limit)) return next(request)
    const filters = new URLSearchParams(
      [...query].filter(([name]) => !['limit', 'marker', ...Object.keys(more)].includes(name)),
    )
    const list = async (path, parameters) => {
      const { method, url, headers } = request
      const base = url.split('?')[0].replace(/\/servers(\/detail)?$/, path)
      return next(requestOf(method, `${base}?${parameters}`, headers))
    }
    const response = await list(request.path, filters)
    if (response.status >= 300) return response
    // A marker need not match the filters, which may add deleted servers.
    const { body: everything } = await list('/servers/detail', '')
    const all = new Map([...everything.servers, ...response.body.servers].map((server) => [server.id, server]))
    const position = new Map(order([...all.values()]).map(({ id }, index) => [id, index]))
    const at = ({ id }) => position.get(id)
    if (marker !== null && !position.has(marker))
      return json(400, { badRequest: { code: 400, message: `marker [${marker}] not found` } })
    const after = marker === null ? -1 : position.get(marker)
    const remaining = response.body.servers.filter((server) => at(server) > after).sort((a, b) => at(a) - at(b))
    const size = Number(limit ?? cap)
    const servers = remaining.slice(0, size)
    const body = { servers }
    if (remaining.length > size) {
      const parameters = new URLSearchParams(filters)
      if (limit !== null) parameters.set('limit', limit)
      parameters.set('marker', servers.at(-1).id)
      for (const [name, value] of Object.entries(more)) parameters.set(name, value)
      body.servers_links = [{ rel: 'next', href: linkTo(request, parameters) }]
    }
    return { ...response, body }
  }

const same = (all) => all
const byId = (all) => all.sort((a, b) => (a.id < b.id ? -1 : 1))
const byName = (all) => all.sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1))

const list = (name, source, options) => ({ name, source, group: 'lists', handle: pages(options) })

export const lists = [
  list('servers-by-id', 'B-93', { order: byId }),
  list('servers-by-name', 'B-93', { order: byName }),
  list('pages-of-1', 'B-84', { order: same, cap: 1 }),
  list('pages-of-2', 'B-84', {
    order: byId,
    cap: 2,
    next: (request, query) => `${request.url.split('?')[0]}?${query}`,
  }),
  list('pages-of-5', 'B-84, B-37', { order: same, cap: 5, more: { page_token: 'a+b/c==', region: '판교' } }),
  list('queries-as-next-links', 'RFC 3986 4.2', { order: same, cap: 3, next: (_, query) => `?${query}` }),
  {
    name: 'flavors-by-name',
    source: 'B-93',
    start: ({ state }) => void state.flavors.sort((a, b) => (a.name > b.name ? -1 : 1)),
    // Without sort keys, the emulator lists flavors by id.
    edit: (body, { path = '', query }) => {
      if (/^\/flavors/.test(path) && body.flavors && !query.has('limit') && !query.has('marker'))
        body.flavors.sort((a, b) => (a.name > b.name ? -1 : 1))
    },
  },
  {
    name: 'keypairs-newest-first',
    source: 'B-93',
    edit: (body) => Array.isArray(body.keypairs) && body.keypairs.reverse(),
  },
]
