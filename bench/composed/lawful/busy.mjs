/** Variations in when a resource is busy, in quotas of other services, and in single failures of the cloud. */
import { bodyOf, isObject, isRequest, json } from './json.mjs'

const invalid = (message) => json(400, { badRequest: { code: 400, message } })
const conflict = (message) => json(409, { conflictingRequest: { code: 409, message } })
const attachments = /^\/servers\/[^/]+\/os-volume_attachments/

const idIn = (path, { url }) => path.exec(url.split('?')[0])?.[1]
const volumeIn = (request) => idIn(/^\/volume\/v3\/[^/]+\/volumes\/([^/]+)$/, request)

/** The volumes that were detached less than `ms` ago, each with the time. */
function recentlyDetached(state, ms) {
  const attached = new Set()
  const since = new Map()
  return {
    look() {
      const now = new Set(state.servers.all().flatMap((one) => one.attachments.map(({ volumeId }) => volumeId)))
      for (const id of attached) if (!now.has(id)) since.set(id, Date.now())
      attached.clear()
      for (const id of now) attached.add(id)
    },
    has: (id) => Date.now() - (since.get(id) ?? 0) < ms,
  }
}

/** The first time a member of a body of a request has a value, a server that it creates ends in ERROR. */
const failing = (name, source, nth) => ({
  name,
  source,
  slowness: 20,
  handle: ({ state }) => {
    let count = 0
    return async (request, next) => {
      const response = await next(request)
      if (!isRequest(request, 'POST', /^\/servers$/) || response.status >= 300 || ++count !== nth) return response
      const server = state.servers.get(response.body.server?.id)
      // The emulator finds no host for as many processors.
      if (server) server.flavor = { ...server.flavor, vcpus: 65 }
      return response
    }
  },
})

const overQuota = (name, source, method, url, rejection) => ({
  name,
  source,
  handle: () => async (request, next) =>
    request.method === method && url.test(request.url.split('?')[0]) ? rejection : next(request),
})

export const busy = [
  {
    name: 'volumes-detaching-for-3-s',
    source: 'B-62, B-108: Cinder ends the detachment later than Nova',
    slowness: 60,
    handle: ({ state }) => {
      const detached = recentlyDetached(state, 3_000)
      return async (request, next) => {
        detached.look()
        const volumeId = isRequest(request, 'POST', attachments) && bodyOf(request)?.volumeAttachment?.volumeId
        if (volumeId && detached.has(volumeId))
          return invalid(`Invalid volume: volume '${volumeId}' status must be 'available'. Currently in 'detaching'`)
        const id = volumeIn(request)
        if (id && request.method === 'DELETE' && detached.has(id))
          return invalid('Volume status must be available or error, but is detaching.')
        const response = await next(request)
        const { volume, volumes = [] } = isObject(response.body) ? response.body : {}
        if (/^\/volume\//.test(request.url))
          for (const one of [volume, ...volumes]) if (one?.id && detached.has(one.id)) one.status = 'detaching'
        return response
      }
    },
  },
  {
    name: 'deletes-409-while-busy',
    source: 'B-107: 409 if the task conflicts',
    slowness: 20,
    handle:
      ({ state }) =>
      async (request, next) => {
        const id = isRequest(request, 'DELETE', /^\/servers\/[^/]+$/) && request.path.split('/')[2]
        const server = id && state.servers.get(id)
        if (server && server.vmState !== 'deleted' && server.taskState !== null && server.taskState !== 'deleting')
          return conflict(`Cannot 'delete' instance ${id} while it is in task_state ${server.taskState}`)
        return next(request)
      },
  },
  {
    name: 'images-in-use-for-3-s',
    source: 'Glance: 409 while the back end copies an image',
    slowness: 20,
    handle:
      ({ state }) =>
      async (request, next) => {
        const id = request.method === 'DELETE' && idIn(/^\/image\/v2\/images\/([^/]+)$/, request)
        const image = id && state.images.get(id)
        if (image && Date.now() - image.createdAt < 3_000)
          return { ...json(409, ''), headers: { 'content-type': 'text/html' }, body: '<h1>409 Conflict</h1>' }
        return next(request)
      },
  },
  failing('first-create-ends-in-error', 'B-79: a host fails during the build', 1),
  failing('fifth-create-ends-in-error', 'B-79: a host fails during the build', 5),
  {
    name: 'quota-as-413',
    source: 'B-113: Nova before 2013.2 rejects with 413 and Retry-After: 0',
    group: 'quota',
    slowness: 20,
    handle:
      ({ state }) =>
      async (request, next) => {
        const count = state.servers.all().filter(({ vmState }) => vmState !== 'deleted').length
        if (!isRequest(request, 'POST', /^\/servers$/) || count < 3) return next(request)
        const message = 'Quota exceeded for instances: Requested 1, but already used 3 of 3 instances'
        return json(413, { overLimit: { code: 413, message, retryAfter: '0' } }, { 'retry-after': '0' })
      },
  },
  {
    name: 'ports-limited-to-4',
    source: 'B-113: Neutron’s quota of ports',
    group: 'quota',
    slowness: 20,
    handle:
      ({ state }) =>
      async (request, next) => {
        const own = state.servers.all().filter(({ vmState }) => vmState !== 'deleted').length
        const body = isRequest(request, 'POST', /^\/servers$/) ? bodyOf(request)?.server : undefined
        const wanted = Array.isArray(body?.networks) ? body.networks.length : 1
        if (body === undefined || own + wanted <= 4) return next(request)
        return json(403, { forbidden: { code: 403, message: 'Maximum number of ports exceeded' } })
      },
  },
  overQuota(
    'no-new-security-groups',
    'B-113: Neutron’s quota',
    'POST',
    /\/v2\.0\/security-groups$/,
    json(409, {
      NeutronError: { type: 'OverQuota', message: "Quota exceeded for resources: ['security_group'].", detail: '' },
    }),
  ),
  overQuota(
    'no-new-networks',
    'Neutron’s policy',
    'POST',
    /\/v2\.0\/(networks|subnets|ports)$/,
    json(403, { NeutronError: { type: 'PolicyNotAuthorized', message: 'disallowed by policy', detail: '' } }),
  ),
]
