import { createEmulator, type Snapshot } from '#emulator'
import { type Circumstance, isRequest, pathOf, responseOf, withJson } from './circumstance.ts'

/** How often the state is recorded, in milliseconds. */
const interval = 100

/** Reads of the metadata of a server come from a replica that has a pair some milliseconds after it was set. */
export const lateMetadata = (ms: number): Circumstance => ({
  handler() {
    const setAt = new Map<string, number>()
    return async (request, next) => {
      const path = pathOf(request)
      if (isRequest(request, 'PUT', /\/metadata\/[^/]+$/) && !setAt.has(path)) setAt.set(path, Date.now())
      const response = await next(request)
      if (request.method !== 'GET' || response.status !== 200) return response
      const isLate = (pair: string) => Date.now() - (setAt.get(`${path}${pair}`) ?? 0) < ms
      if (isLate('')) return responseOf(404, { itemNotFound: { code: 404, message: 'Metadata item was not found' } })
      return withJson(response, ({ metadata = {} }) => {
        for (const key of Object.keys(metadata)) if (isLate(`/${encodeURIComponent(key)}`)) delete metadata[key]
      })
    }
  },
})

interface RecordedState {
  readonly at: number
  readonly snapshot: Snapshot
}

const lists =
  /^\/(servers|servers\/detail|os-keypairs|os-server-groups|servers\/[^/]+\/os-volume_attachments(\/[^/]+)?)$/
const shows = /^\/(servers|os-keypairs|os-server-groups)\/[^/]+$/

/** Serves lists and attachments, and what shows another resource, from replicas that are some milliseconds behind. */
export function laggingReads(lag: { readonly lists: number; readonly shows: number }): Circumstance {
  return {
    handler(emulator) {
      const states: RecordedState[] = []
      const record = () => {
        const at = Date.now()
        if (at - (states.at(-1)?.at ?? 0) < interval) return
        states.push({ at, snapshot: emulator.snapshot() })
        const oldest = at - Math.max(lag.lists, lag.shows) - 1_000
        while (states[1] !== undefined && states[1].at < oldest) states.shift()
      }
      const replicaBehind = (ms: number) => {
        let now = Date.now()
        let restored: RecordedState | undefined
        const replica = createEmulator({ clock: { now: () => now } }, emulator.config.target.url)
        return () => {
          now = Date.now() - ms
          const state = states.findLast(({ at }) => at <= now) ?? states[0]
          if (state !== undefined && state !== restored) replica.restore(state.snapshot)
          restored = state
          return replica
        }
      }
      const replicas = [
        { paths: lists, replica: replicaBehind(lag.lists) },
        { paths: shows, replica: replicaBehind(lag.shows) },
      ]
      return async (request, next) => {
        record()
        const match = replicas.find(({ paths }) => isRequest(request, 'GET', paths))
        if (match === undefined) {
          const response = await next(request)
          states.push({ at: Date.now(), snapshot: emulator.snapshot() })
          return response
        }
        // For what the request itself causes: time passes in the emulator only with requests.
        await next(request)
        const { path, headers } = request
        const response = await match.replica().fetch(new Request(`http://${headers['host']}${path}`, { headers }))
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: Buffer.from(await response.arrayBuffer()),
        }
      }
    },
  }
}
