/** Circumstances in what a target can offer, and when. */
import { type Circumstance, isRequest, responseOf, withJson } from './circumstance.ts'

/** Allows no more servers than this, or keypairs, at a time. The tenant's limit is the reason for the rejection. */
export const quota = (kind: 'servers' | 'os-keypairs', limit: number, status: 403 | 413): Circumstance => ({
  handler: ({ state }) => {
    const count = () =>
      kind === 'servers'
        ? state.servers.all().filter(({ vmState }) => vmState !== 'deleted').length
        : state.keypairs.all().length
    return async (request, next) => {
      if (!isRequest(request, 'POST', new RegExp(`^/${kind}$`)) || count() < limit) return next(request)
      const message = `Quota exceeded for ${kind === 'servers' ? 'instances' : 'key pairs'}: Requested 1, but already used ${count()} of ${limit}`
      return status === 403
        ? responseOf(403, { forbidden: { code: 403, message } })
        : responseOf(413, { overLimit: { code: 413, message, retryAfter: 0 } }, { 'retry-after': '0' })
    }
  },
})

/** Makes every N-th create of a server take this many times longer. */
export const slowCreates = (every: number, factor: number): Circumstance => ({
  handler: ({ state }) => {
    const usual = state.timing
    let creates = 0
    return async (request, next) => {
      const isSlow = isRequest(request, 'POST', /^\/servers$/) && ++creates % every === 0
      if (!isSlow) return next(request)
      state.timing = { ...usual, create: Number(usual.create) * factor }
      try {
        return await next(request)
      } finally {
        state.timing = usual
      }
    }
  },
})

/** Makes every N-th server end in ERROR. */
export const failingServers = (every: number): Circumstance => ({
  handler: ({ control }) => {
    let created = 0
    return async (request, next) => {
      const response = await next(request)
      if (!isRequest(request, 'POST', /^\/servers$/) || response.status !== 202 || ++created % every !== 0)
        return response
      return withJson(response, ({ server }) => server && control.setServerStatus(server.id, 'ERROR'))
    }
  },
})

/** Keeps a fixed address in use for some milliseconds after its server is gone. */
export const addressesKept = (ms: number): Circumstance => ({
  handler: ({ state: { networking } }) => {
    const lastUse = new Map<string, number>()
    return async (request, next) => {
      const now = Date.now()
      const inUse = new Set<string>()
      for (const { address } of networking.ports.all()) {
        inUse.add(address)
        lastUse.set(address, now)
      }
      if (isRequest(request, 'POST', /^\/servers$/)) {
        const [, address] = /"fixed_ip":"([^"]+)"/.exec(request.body) ?? []
        const isKept = address !== undefined && !inUse.has(address) && now - (lastUse.get(address) ?? 0) < ms
        if (isKept)
          return responseOf(400, {
            badRequest: { code: 400, message: `Fixed IP address ${address} is already in use.` },
          })
      }
      return next(request)
    }
  },
})

/** Servers are made with a block device mapping only. */
export const blockDeviceDemanded: Circumstance = {
  handler: () => async (request, next) => {
    if (!isRequest(request, 'POST', /^\/servers$/) || /"block_device_mapping_v2":\[\{/.test(request.body))
      return next(request)
    const message = 'block_device_mapping_v2 is required.'
    return responseOf(400, { badRequest: { code: 400, message } })
  },
}

/** Every image needs a root disk of this size, and no flavor has a disk. */
export const largeImages = (gigabytes: number): Circumstance => ({
  start({ state }) {
    for (const image of state.images.values()) Object.assign(image, { minDisk: gigabytes })
    for (const flavor of state.flavors) Object.assign(flavor, { disk: 0 })
    return () => undefined
  },
})

/** The zone `kr-pub-b` has no host for another server. */
export const fullZone: Circumstance = {
  handler: () => async (request, next) =>
    isRequest(request, 'POST', /^\/servers$/) && request.body.includes('"kr-pub-b"')
      ? responseOf(409, { conflictingRequest: { code: 409, message: 'No valid host was found.' } })
      : next(request),
}
