/** Circumstances in how a target shows what it has. */
import { type Circumstance, type DescribedServer, delay, isRequest, serversIn, withJson } from './circumstance.ts'

const showsServers = /^\/servers\/(detail|[^/]+)$/
const listsAnything = /^\/(servers|servers\/detail|os-keypairs|flavors|flavors\/detail|images)$/

/** What a server shows before all of it is known. */
const late = {
  addresses: {},
  'OS-SRV-USG:launched_at': null,
  'OS-EXT-STS:power_state': 0,
  'os-extended-volumes:volumes_attached': [],
  security_groups: undefined,
}

/** Hides addresses, launch time, power state, groups and volumes until some milliseconds after the server is ACTIVE. */
export const lateFields = (ms: number): Circumstance => ({
  handler() {
    const activeSince = new Map<string, number>()
    const hide = (server: DescribedServer) => {
      if (server.status === 'ACTIVE' && !activeSince.has(server.id)) activeSince.set(server.id, Date.now())
      const since = activeSince.get(server.id)
      if (since !== undefined && Date.now() - since > ms) return
      Object.assign(server, late)
    }
    return async (request, next) => {
      const response = await next(request)
      if (!isRequest(request, 'GET', showsServers) || response.status !== 200) return response
      return withJson(response, (body) => serversIn(body).forEach(hide))
    }
  },
})

function shuffle(items: unknown[]): void {
  for (let index = items.length - 1; index > 0; index--) {
    const other = Math.floor(Math.random() * (index + 1))
    const item = items[index]
    items[index] = items[other]
    items[other] = item
  }
}

/** The members of each page of a list are in another order in each response. */
export const unstableOrder: Circumstance = {
  handler: () => async (request, next) => {
    const response = await next(request)
    if (!isRequest(request, 'GET', listsAnything) || /[?&](limit|marker|offset)=/.test(request.path)) return response
    return withJson(response, (json) => Object.values(json).filter(Array.isArray).forEach(shuffle))
  },
}

/** Lists of servers begin with the oldest one, and have one on each page unless the request has a limit. */
export const oldestFirst: Circumstance = {
  handler: () => async (request, next) => {
    if (!isRequest(request, 'GET', /^\/servers(\/detail)?$/)) return next(request)
    const [path, query = ''] = request.path.split('?')
    const limit = /(^|&)limit=/.test(query) ? '' : '&limit=1'
    return next({ ...request, path: `${path}?${query}&sort_key=created_at&sort_dir=asc${limit}` })
  },
}

/** Speaks HTTP/1.0: each connection ends with its response, which has no length. */
export const http10: Circumstance = {
  send(response, { status, headers, body }) {
    const lines = Object.entries(headers)
      .filter(([name]) => name !== 'content-length')
      .map(([name, value]) => `${name}: ${value}\r\n`)
    response.socket?.write(`HTTP/1.0 ${status} Status\r\n${lines.join('')}\r\n`)
    response.socket?.end(body)
  },
}

/** Delays each response by some milliseconds. */
export const latency = (ms: number): Circumstance => ({
  handler: () => async (request, next) => {
    await delay(ms)
    return next(request)
  },
})

/** Sets the target's clock some milliseconds ahead. */
export const clockAhead = (ms: number): Circumstance => ({
  emulator: { clock: { now: () => Date.now() + ms } },
  handler: () => async (request, next) => {
    const response = await next(request)
    return { ...response, headers: { ...response.headers, date: new Date(Date.now() + ms).toUTCString() } }
  },
})

/** The time of the last change is the zero of some clocks. */
export const yearOneUpdates: Circumstance = {
  handler: () => async (request, next) => {
    const response = await next(request)
    if (!isRequest(request, 'GET', showsServers) || response.status !== 200) return response
    return withJson(response, (body) => {
      for (const server of serversIn(body)) server['updated'] = '0001-01-01T00:00:00Z'
    })
  },
}
