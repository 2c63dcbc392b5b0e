/** The honest emulator behind a proxy that applies variations. */
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../../../dist/emulator/index.js', import.meta.url))
export const { createEmulator } = await import(dist)

/**
 * A lawful way in which a target differs from the emulator:
 * `name`, `source` (what allows it), `group` (at most one of a group applies at a time), `editions` (default: all), `emulator` (options),
 * `start(emulator)` (returns what stops it), `config(config)` (changes the configuration of the run),
 * `handle(emulator, options)` (returns a handler of a request that may call `next`), `edit(body, request)` (changes the JSON of a successful response),
 * `reject(body, status)` (changes the JSON of an error), `encode(body)` (writes the JSON), `headers(headers, request)`, `listen(server)`
 * and `send(response, { status, headers, bytes }, request)`.
 */

async function receive(incoming) {
  const chunks = []
  for await (const chunk of incoming) chunks.push(chunk)
  const { method, url, headers } = incoming
  return requestOf(method, url, headers, Buffer.concat(chunks).toString('utf8'))
}

/** A request; `path` is below version and tenant, and undefined for other services. */
export function requestOf(method, url, headers, body = '') {
  const [path, query = ''] = url.split('?')
  const [, , below] = /^\/v2\/([^/]+)(.*)$/.exec(path) ?? []
  return { method, url, headers, body, path: below, query: new URLSearchParams(query) }
}

async function fetchFrom(emulator, { method, url, headers, body }) {
  const response = await emulator.fetch(
    new Request(`http://${headers.host}${url}`, {
      method,
      headers: Object.entries(headers).filter(([name]) => name !== 'content-length'),
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    }),
  )
  const text = await response.text()
  const content = /^[[{]/.test(text) ? JSON.parse(text) : text
  const rest = Object.fromEntries([...response.headers].filter(([name]) => name !== 'content-length'))
  return { status: response.status, headers: rest, body: content }
}

function sendNormally(response, { status, headers, bytes }) {
  response.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': bytes.length })
  response.end(bytes)
}

function optionsOf(variations, edition) {
  const all = variations.map(({ emulator = {} }) => emulator)
  const merged = (name) => Object.assign({}, ...all.map((one) => one[name] ?? {}))
  const interpretations = all.flatMap((one) => one.interpretations ?? [])
  return { ...Object.assign({}, ...all), edition, interpretations, seed: merged('seed'), timing: merged('timing') }
}

/** Starts the target. `left()` names what runs created and left. */
export async function startTarget(variations, edition) {
  const server = createServer({ maxHeaderSize: 128 * 1024 })
  server.keepAliveTimeout = 60_000
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const options = optionsOf(variations, edition)
  const emulator = createEmulator(options, `http://127.0.0.1:${server.address().port}`)
  const stops = []
  for (const { listen, start } of variations) {
    listen?.(server)
    stops.push((await start?.(emulator)) ?? (() => {}))
  }
  const config = variations.reduce((current, one) => one.config?.(current) ?? current, emulator.config)
  const handle = variations
    .flatMap((one) => one.handle?.(emulator, options) ?? [])
    .reduce(
      (next, middleware) => (request) => middleware(request, next),
      (request) => fetchFrom(emulator, request),
    )
  const having = (name) => variations.flatMap((one) => one[name] ?? [])
  const [encode = JSON.stringify] = having('encode')
  const [send = sendNormally] = having('send')
  let requests = 0

  async function respond(incoming, response) {
    requests++
    const request = await receive(incoming)
    const { status, headers, body } = await handle(request)
    if (typeof body === 'object') {
      if (status < 300) for (const edit of having('edit')) edit(body, request)
      if (status >= 400) for (const reject of having('reject')) reject(body, status, request)
    }
    const bytes = Buffer.from(typeof body === 'object' ? encode(body) : body)
    const all = having('headers').reduce((current, change) => change(current, request, status), headers)
    send(response, { status, headers: all, bytes }, request)
  }
  server.on('request', (incoming, response) => {
    respond(incoming, response).catch((error) => {
      console.error(error)
      response.destroy()
    })
  })

  const { state } = emulator
  const resources = () => {
    const alive = state.servers.all().filter(({ vmState }) => vmState !== 'deleted')
    const kinds = { server: alive, keypair: state.keypairs.all(), group: [...state.serverGroups.values()] }
    const stores = { ...kinds, image: [...state.images.values()], volume: [...state.volumes.values()] }
    return Object.entries(stores).flatMap(([kind, all]) => all.map(({ id, name }) => [`${kind} ${id ?? name}`, name]))
  }
  const before = new Set(resources().map(([key]) => key))
  return {
    config,
    get requests() {
      return requests
    },
    left: () =>
      resources().flatMap(([key, name]) =>
        before.has(key) || /^(someone-else|conformance-00000000)/.test(name) ? [] : `${key} ${name}`,
      ),
    async close() {
      for (const stop of stops) stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
