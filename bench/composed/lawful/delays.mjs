/** Variations in when things happen, and in when they show. */
import { isRequest, json, servers, serversIn, showsServers } from './json.mjs'
import { createEmulator } from './target.mjs'

/** The reads that `isRead` accepts come from a replica that lags behind by `ms` milliseconds, or with `every` 2 every second one. */
export const lag = (name, ms, isRead, every = 1) => ({
  name,
  source: 'B-85: effects are eventual',
  group: 'lag',
  slowness: 40,
  handle: (emulator, options) => {
    const states = []
    let now = 0
    let restored
    let reads = 0
    const replica = createEmulator({ ...options, clock: { now: () => now } }, emulator.config.target.url)
    const record = () => {
      const at = Date.now()
      states.push({ at, snapshot: emulator.snapshot() })
      while (states[1]?.at < at - ms - 500) states.shift()
    }
    return async (request, next) => {
      const isLate = isRead(request) && ++reads % every === 0
      if (!isLate || Date.now() - (states.at(-1)?.at ?? 0) > 100) record()
      const response = await next(request)
      if (!isLate) record()
      if (!isLate) return response
      now = (options.clock?.now() ?? Date.now()) - ms
      const state = states.findLast(({ at }) => at <= Date.now() - ms) ?? states[0]
      if (state !== restored) replica.restore(state.snapshot)
      restored = state
      const { url, headers } = request
      if (response.status === 401) return response
      const late = await replica.fetch(new Request(`http://${headers.host}${url}`, { headers }))
      // The replica validates tokens as the other one does.
      if (late.status === 401) return response
      return { status: late.status, headers: Object.fromEntries(late.headers), body: await late.json() }
    }
  },
})

const reads =
  (...paths) =>
  (request) =>
    paths.some((path) => isRequest(request, 'GET', path))
const list = /^\/(servers|servers\/detail|os-keypairs|os-server-groups)$/
const show = /^\/(servers\/(?!detail)|os-keypairs\/|os-server-groups\/)[^/]+$/
const metadata = /^\/servers\/[^/]+\/metadata/
const attachments = /^\/servers\/[^/]+\/os-volume_attachments/

/** Some requests take another timing of the emulator. */
const slower = (name, source, isSlow, change, slowness) => ({
  name,
  source,
  group: 'timing',
  slowness,
  handle: ({ state }) => {
    const usual = state.timing
    let count = 0
    return async (request, next) => {
      if (!isRequest(request, 'POST', isSlow.path) || !isSlow.when(++count)) return next(request)
      state.timing = change(usual)
      try {
        return await next(request)
      } finally {
        state.timing = usual
      }
    }
  },
})

const multiplied = (factor) => (timing) =>
  Object.fromEntries(Object.entries(timing).map(([name, ms]) => [name, typeof ms === 'number' ? ms * factor : ms]))

const since = new Map()
/** How long a server has shown this status, in milliseconds. */
function ageOf({ id, status }) {
  const known = since.get(id)
  if (known?.status !== status) since.set(id, { status, at: Date.now() })
  return Date.now() - since.get(id).at
}

const clock = (name, ms, isSent) => ({
  name,
  source: 'RFC 9110 6.6.1: clocks differ',
  group: 'clock',
  emulator: { clock: { now: () => Date.now() + ms } },
  headers: (all) => (isSent ? { ...all, date: new Date(Date.now() + ms).toUTCString() } : all),
})

const hasTask = (server) => server['OS-EXT-STS:task_state'] !== null
const showsPower = (server) => server['OS-EXT-STS:power_state'] !== undefined

export const delays = [
  lag('lists-late-500-ms', 500, reads(list)),
  lag('lists-late-3-s', 3_000, reads(list)),
  lag('shows-late-700-ms', 700, reads(show)),
  lag('metadata-late', 1_500, reads(metadata)),
  lag('attachments-late', 2_500, reads(attachments)),
  lag('all-late', 1_000, reads(list, show, metadata, attachments)),
  lag('two-replicas', 1_500, reads(list, show, metadata, attachments), 2),
  slower(
    'slow-first-create',
    'SRV-CREATE-02',
    { path: /^\/servers$/, when: (count) => count === 1 },
    multiplied(150),
    10,
  ),
  slower(
    'slow-tails',
    'B-85',
    { path: /^\/servers\/[^/]+\/action$/, when: (count) => count % 10 === 0 },
    multiplied(200),
    30,
  ),
  { name: 'slow-deletes', source: 'B-107', group: 'timing', slowness: 40, emulator: { timing: { delete: 1_500 } } },
  {
    name: 'slow-builds',
    source: 'SRV-CREATE-02',
    group: 'timing',
    slowness: 30,
    emulator: { timing: { create: [500, 2_000] } },
  },
  {
    name: 'slow-actions',
    source: 'B-85',
    group: 'timing',
    slowness: 40,
    emulator: {
      timing: {
        start: 900,
        stop: 900,
        rebootSoft: 900,
        rebootHard: 900,
        resize: 1500,
        verifyResize: 1000,
        attach: 700,
        detach: 700,
      },
    },
  },
  clock('clock-10-min-ahead', 600_000, true),
  clock('clock-10-min-behind', -600_000, true),
  clock('clock-behind-with-dates-of-a-gateway', -240_000, false),
  servers('late-power-states', 'B-48, B-85', (server) => {
    if (showsPower(server) && !hasTask(server) && ageOf(server) < 800 && server.status === 'ACTIVE')
      server['OS-EXT-STS:power_state'] = 0
  }),
  servers(
    'late-addresses',
    'B-101',
    (server) => {
      if (server.status === 'BUILD' || (server.status === 'ACTIVE' && ageOf(server) < 600)) server.addresses = {}
    },
    { group: 'late' },
  ),
  {
    name: 'one-404-after-create',
    source: 'a replica without the newest server',
    handle: () => {
      const pending = new Set()
      return async (request, next) => {
        const id = /^\/servers\/([^/]+)$/.exec(request.path ?? '')?.[1]
        if (request.method === 'GET' && pending.delete(id))
          return json(404, { itemNotFound: { code: 404, message: `Instance ${id} could not be found.` } })
        const response = await next(request)
        if (isRequest(request, 'POST', /^\/servers$/) && response.body.server) pending.add(response.body.server.id)
        return response
      }
    },
  },
  {
    name: 'password-after-build',
    source: 'N-067: a state that no call leads to',
    editions: ['2026-05'],
    edit: (body, request) => {
      if (!showsServers(request)) return
      for (const server of serversIn(body)) {
        if (server.status !== 'BUILD' || server['OS-EXT-STS:task_state'] !== 'spawning') continue
        Object.assign(server, { status: 'PASSWORD' })
      }
    },
  },
]
