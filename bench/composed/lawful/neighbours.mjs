/** Variations by jobs of the operator and by other users that touch what the run lists or uses. */

import { lag } from './delays.mjs'
import { isRequest } from './json.mjs'
import { call } from './others.mjs'

/** A key that these suites import, too: other projects have it from an earlier run. */
const importedKey = /"public_key":"(ssh-rsa [^"]+)"/

/** Calls `work` at each interval, in milliseconds. */
const every = (name, source, ms, work, more = {}) => ({
  name,
  source,
  ...more,
  start(emulator) {
    let step = 0
    const timer = setInterval(() => work(emulator, step++), ms)
    return () => clearInterval(timer)
  },
})

const running = ({ state }) => state.servers.all().filter(({ vmState }) => vmState === 'active')
const isDetail = (request) => isRequest(request, 'GET', /^\/servers\/detail$/)

export const neighbours = [
  lag('details-late-1-s', 1_000, isDetail),
  lag('groups-late-1.5-s', 1_500, (request) => isRequest(request, 'GET', /^\/os-server-groups/)),
  lag('keypairs-late-1.5-s', 1_500, (request) => isRequest(request, 'GET', /^\/os-keypairs/)),
  every('hosts-are-drained', 'B-90: operators migrate servers', 1_500, (emulator, step) => {
    const server = running(emulator)[step % 3]
    if (server)
      Object.assign(server, { host: `${server.zone}-spare-${step % 4}`, updatedAt: emulator.state.clock.now() })
  }),
  every(
    'others-create-groups-of-servers',
    'other users of the tenant',
    200,
    (emulator, step) => {
      const name = `someone-else-group-${step}`
      const body = { server_group: { name, policies: ['anti-affinity'] } }
      void call(emulator, 'POST', '/os-server-groups', body)
      const old = [...emulator.state.serverGroups.values()].filter((one) => one.name.startsWith('someone-else-group'))
      if (old.length > 4) void call(emulator, 'DELETE', `/os-server-groups/${old[0].id}`)
    },
    { editions: ['2026-05'] },
  ),
  {
    name: 'others-have-the-same-keys',
    source: 'B-43: keypairs belong to users; the same key may be registered twice',
    handle: () => {
      let known
      return async (request, next) => {
        known ??= importedKey.exec(request.body)?.[1]
        const response = await next(request)
        if (known === undefined || !isRequest(request, 'GET', /^\/os-keypairs$/) || response.status !== 200)
          return response
        const keypair = { name: 'someone-else', public_key: known, fingerprint: 'SHA256:other' }
        return { ...response, body: { ...response.body, keypairs: [{ keypair }, ...(response.body.keypairs ?? [])] } }
      }
    },
  },
  {
    name: 'clock-is-set-ahead-by-90-s',
    source: 'RFC 9110 6.6.1: an operator corrects the clock',
    group: 'clock',
    handle: (_, { clock }) => {
      const startedAt = Date.now()
      return async (request, next) => {
        if (Date.now() - startedAt > 6_000) clock.ahead = 90_000
        return next(request)
      }
    },
    get emulator() {
      const clock = { ahead: 0, now: () => Date.now() + clock.ahead }
      return { clock }
    },
  },
  {
    name: 'api-restarts',
    source: 'RFC 9112 9.5: a server may close a connection at any time',
    group: 'connection',
    slowness: 20,
    listen(server) {
      const { port } = server.address()
      const timer = setTimeout(() => {
        server.close()
        server.closeAllConnections()
        setTimeout(() => server.listen(port, '127.0.0.1'), 1_200).unref()
      }, 5_000)
      timer.unref()
    },
  },
]
