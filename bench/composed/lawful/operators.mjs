/** Variations by actions of operators and of other users of the tenant during the run. */

import { call } from './others.mjs'

/** Calls `change` at each interval, in milliseconds, with another server of the tenant. */
const onOthers = (name, ms, change) => ({
  name,
  source: 'other users of the tenant, operators',
  group: 'others',
  emulator: { seed: { existingServers: 6 } },
  start(emulator) {
    let step = 0
    const work = () => {
      const all = emulator.state.servers.all().filter((one) => one.name.startsWith('existing-'))
      const server = all[step++ % all.length]
      if (server) change(server, emulator, step)
    }
    const timer = setInterval(work, ms)
    return () => clearInterval(timer)
  },
})

const act = (emulator, server, body) => call(emulator, 'POST', `/servers/${server.id}/action`, body)

/** An event that happens once, a number of milliseconds after the first request. */
const once = (name, source, ms, change) => ({
  name,
  source,
  handle: (emulator) => {
    let isStarted = false
    return async (request, next) => {
      if (!isStarted) {
        isStarted = true
        setTimeout(() => change(emulator), ms).unref()
      }
      return next(request)
    }
  },
})

export const operators = [
  onOthers('others-restart', 300, (server, emulator) => void act(emulator, server, { reboot: { type: 'HARD' } })),
  onOthers('others-migrate', 200, (server) => {
    server.host = `${server.zone}-host-${1 + Math.floor(Math.random() * 9)}`
    server.updatedAt = Date.now()
  }),
  onOthers('others-are-renamed', 200, (server, _, step) => {
    server.name = `existing-${step} 개명 ${step}`
    server.updatedAt = Date.now()
  }),
  onOthers(
    'others-stop-and-start',
    250,
    (server, emulator) =>
      void act(emulator, server, server.vmState === 'active' ? { 'os-stop': null } : { 'os-start': null }),
  ),
  once('a-flavor-is-added', 'the vendor’s own affair', 3_000, ({ state }) => {
    const [model] = state.flavors
    state.flavors.push({ ...model, id: 'ffffffff-1111-4222-8333-444444444444', name: `${model.name}-new` })
  }),
  once('an-image-is-added', 'the vendor’s own affair', 3_000, ({ state }) => {
    const [model] = state.images.values()
    const image = {
      ...model,
      id: 'ffffffff-1111-4222-8333-444444444445',
      name: 'someone-else Linux',
      createdAt: Date.now(),
      updatedAt: Date.now(),
    }
    state.images.set(image.id, image)
  }),
  once('a-group-and-a-network-are-added', 'other users of the tenant', 3_000, ({ state }) => {
    const { tenant } = state.accounts.conformance
    state.networking.security.add(tenant.id, 'their group', 'x')
    state.networking.addNetwork(tenant.id, 'Their Network', '10.77.0.0/24')
  }),
  onOthers(
    'others-delete-their-servers',
    1_500,
    (server, emulator) => void call(emulator, 'DELETE', `/servers/${server.id}`),
  ),
  once('an-unused-flavor-is-removed', 'the vendor’s own affair', 3_000, ({ state, config }) => {
    const used = new Set([...Object.values(config.resources), ...state.servers.all().map(({ flavor }) => flavor.id)])
    const index = state.flavors.findIndex(({ id }) => !used.has(id))
    if (index >= 0) state.flavors.splice(index, 1)
  }),
  once('an-unused-image-is-removed', 'the vendor’s own affair', 3_000, ({ state, config }) => {
    const used = new Set([...Object.values(config.resources), ...state.servers.all().map(({ imageId }) => imageId)])
    const image = [...state.images.values()].find(({ id, tenantId }) => tenantId === undefined && !used.has(id))
    if (image) state.images.delete(image.id)
  }),
  {
    name: 'another-run',
    source: 'another run of these suites in the tenant',
    group: 'others',
    start(emulator) {
      const { image, localFlavor, network } = emulator.config.resources
      const server = { imageRef: image, flavorRef: localFlavor, networks: [{ uuid: network }] }
      const names = ['conformance-00000000-server-1', 'conformance-00000000-resize', 'conformance-00000000']
      const created = []
      for (const name of names)
        void call(emulator, 'POST', '/servers', { server: { ...server, name } }).then((body) =>
          created.push(body.server?.id),
        )
      void call(emulator, 'POST', '/os-keypairs', { keypair: { name: 'conformance-00000000-pair' } })
      return () => {
        const isDeleted = (id) => [undefined, 'deleted'].includes(emulator.state.servers.get(id)?.vmState)
        const missing = created.filter((id) => id !== undefined && isDeleted(id))
        if (missing.length > 0) console.log(`    deleted: servers of another run: ${missing.join(' ')}`)
      }
    },
  },
]
