/** Variations in the statuses that servers and images pass through, and in how long they have them. */
import { isRequest, servers, showsServers } from './json.mjs'

const timing = (name, source, values, slowness = 0) => ({
  name,
  source,
  group: 'timing',
  slowness,
  emulator: { timing: values },
})

const action = /^\/servers\/[^/]+\/action$/

/** The first request to act with this body takes another timing. */
const onceSlow = (name, body, values, slowness) => ({
  name,
  source: 'B-85',
  group: 'timing',
  slowness,
  handle: ({ state }) => {
    let isDone = false
    return async (request, next) => {
      if (isDone || !isRequest(request, 'POST', action) || !body.test(request.body)) return next(request)
      isDone = true
      const usual = state.timing
      state.timing = { ...usual, ...values }
      try {
        return await next(request)
      } finally {
        state.timing = usual
      }
    }
  },
})

const every = (ms, change) => (emulator) => {
  const timer = setInterval(() => change(emulator.state, emulator), ms)
  return () => clearInterval(timer)
}

const idle = (state) =>
  state.servers.all().filter(({ vmState, taskState }) => vmState === 'active' && taskState === null)

export const courses = [
  timing('active-at-once', 'SRV-CREATE-02', { create: 0 }),
  timing('reboots-unseen', 'B-85', { rebootSoft: 0, rebootHard: 0 }),
  timing('resize-without-verify', 'ACT-RESIZE', { verifyResize: 0 }),
  timing('resize-at-once', 'ACT-RESIZE', { resize: 0, verifyResize: 0 }),
  timing('verify-resize-15-s', 'ACT-RESIZE', { verifyResize: 15_000 }, 75),
  timing('everything-at-once', 'B-85', {
    create: 0,
    delete: 0,
    start: 0,
    stop: 0,
    rebootSoft: 0,
    rebootHard: 0,
    resize: 0,
    verifyResize: 0,
    confirmResize: 0,
    revertResize: 0,
    createImage: 0,
    attach: 0,
    detach: 0,
    createVolume: 0,
    deleteVolume: 0,
  }),
  timing('slow-images', 'B-85', { createImage: 8_000 }, 40),
  timing('slow-detaches', 'B-85', { detach: 5_000 }, 50),
  timing(
    'slow-volumes',
    'Cinder: volumes are created in the background',
    { createVolume: 4_000, deleteVolume: 4_000 },
    40,
  ),
  onceSlow('one-stop-of-20-s', /"os-stop"/, { stop: 20_000 }, 25),
  onceSlow('one-start-of-15-s', /"os-start"/, { start: 15_000 }, 20),
  onceSlow('one-reboot-of-15-s', /"reboot"/, { rebootSoft: 15_000, rebootHard: 15_000 }, 20),
  onceSlow('one-resize-of-20-s', /"resize"/, { resize: 20_000 }, 25),
  {
    name: 'soft-reboots-become-hard',
    source: 'nova/compute/manager.py: a soft reboot without effect becomes a hard one',
    start: every(20, ({ servers: all }) => {
      for (const server of all.all())
        if (server.taskState === 'reboot_started') server.taskState = 'reboot_started_hard'
    }),
  },
  {
    name: 'builds-on-another-host',
    source: 'nova/conductor/manager.py: a build is scheduled again after a failure',
    group: 'timing',
    slowness: 20,
    emulator: { timing: { create: 800 } },
    handle: () => {
      const counts = new Map()
      return async (request, next) => {
        const response = await next(request)
        const { server } = response.body ?? {}
        if (!isRequest(request, 'GET', /^\/servers\/[^/]+$/) || server?.['OS-EXT-STS:task_state'] !== 'spawning')
          return response
        const count = (counts.get(server.id) ?? 0) + 1
        counts.set(server.id, count)
        if (count === 1) Object.assign(server, { 'OS-EXT-STS:task_state': 'scheduling', hostId: '', addresses: {} })
        return response
      }
    },
  },
  {
    name: 'own-servers-migrate',
    source: 'B-90: operators migrate servers',
    start: every(1_500, (state) => {
      for (const server of idle(state)) server.host = `${server.zone}-host-${1 + Math.floor(Math.random() * 9)}`
    }),
  },
  {
    name: 'own-servers-show-migrating',
    source: 'N-067, nova/api/openstack/common.py: live migration',
    start: (emulator) => {
      const migrate = () => {
        const [server] = idle(emulator.state).sort(() => Math.random() - 0.5)
        if (server === undefined) return
        server.taskState = 'migrating'
        setTimeout(() => {
          if (server.taskState === 'migrating')
            Object.assign(server, { taskState: null, host: `${server.zone}-host-9` })
        }, 150)
      }
      const timer = setInterval(migrate, 1_500)
      return () => clearInterval(timer)
    },
  },
  servers('null-user-data', 'Nova 2.3', (server) => Object.assign(server, { 'OS-EXT-SRV-ATTR:user_data': null })),
  servers('korean-descriptions', 'Nova 2.19, B-77', (server) =>
    Object.assign(server, { description: '웹 서버 (운영) — 1호기' }),
  ),
  {
    name: 'deleted-shown-5-s',
    source: 'SRV-STATUS: DELETED',
    slowness: 60,
    handle: ({ state }) => {
      const former = new Map()
      const isRecent = ({ at }) => Date.now() - at < 5_000
      const remember = (body) => {
        for (const server of [body.server, ...(body.servers ?? [])]) {
          const known = server && state.servers.get(server.id)
          if (known && server.status !== undefined) former.set(server.id, { server, at: undefined })
        }
      }
      return async (request, next) => {
        const response = await next(request)
        const id = /^\/servers\/([^/]+)$/.exec(request.path ?? '')?.[1]
        for (const [key, one] of former) {
          const { vmState, terminatedAt } = state.servers.get(key) ?? {}
          if (vmState === 'deleted') one.at ??= terminatedAt ?? Date.now()
        }
        const deleted = (one) => ({
          ...one.server,
          status: 'DELETED',
          'OS-EXT-STS:task_state': null,
          'OS-EXT-STS:vm_state': 'deleted',
          'OS-EXT-STS:power_state': 0,
          progress: undefined,
        })
        if (request.method !== 'GET') return response
        if (response.status === 404 && former.has(id) && former.get(id).at && isRecent(former.get(id)))
          return { ...response, status: 200, body: { server: deleted(former.get(id)) } }
        if (showsServers(request) && response.status === 200) remember(response.body)
        const isList = isRequest(request, 'GET', /^\/servers\/detail$/) && [...request.query.keys()].length === 0
        if (isList && response.status === 200) {
          const shown = new Set(response.body.servers.map((one) => one.id))
          const more = [...former.values()].filter((one) => one.at && isRecent(one) && !shown.has(one.server.id))
          response.body.servers.push(...more.map(deleted))
        }
        return response
      }
    },
  },
]
