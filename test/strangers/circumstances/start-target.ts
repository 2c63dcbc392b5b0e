import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createEmulator, type Emulator, type EmulatorConfig } from '#emulator'
import { keyRing } from '../../fixtures/key-ring.ts'
import { listen } from '../../fixtures/loopback-server.ts'
import type { UpstreamResponse } from '../../fixtures/tampering-proxy.ts'
import type { Circumstance, Next, TargetRequest } from './circumstance.ts'

export interface StrangeTarget {
  readonly config: EmulatorConfig
  readonly emulator: Emulator
  /** The largest number of servers of runs at any time. */
  readonly peakServers: number
  /** The names of the servers, keypairs and server groups of runs that exist. */
  leftovers(): readonly string[]
  close(): Promise<void>
}

/** The beginning of the names of everything that runs create. */
const runPrefix = 'conformance-'

async function receive(incoming: IncomingMessage): Promise<TargetRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const { method = 'GET', url: path = '/', headers } = incoming
  return {
    method,
    path,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

async function fetchFrom(emulator: Emulator, request: TargetRequest): Promise<UpstreamResponse> {
  const { method, path, headers, body } = request
  const response = await emulator.fetch(
    new Request(`http://${headers['host']}${path}`, {
      method,
      headers: Object.entries(headers).filter(([name]) => name !== 'content-length'),
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    }),
  )
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  }
}

function sendNormally(response: ServerResponse, { status, headers, body }: UpstreamResponse): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body)
}

/** Starts an emulator on a socket, with everything that these circumstances put in front of it. */
export async function startTarget(circumstances: readonly Circumstance[]): Promise<StrangeTarget> {
  const server = createServer()
  const { port, close } = await listen(server)
  const options = Object.assign({}, ...circumstances.map(({ emulator = {} }) => emulator))
  const interpretations = circumstances.flatMap(({ emulator }) => emulator?.interpretations ?? [])
  const emulator = createEmulator({ keyRing, ...options, interpretations }, `http://127.0.0.1:${port}`)
  const stops = await Promise.all(circumstances.flatMap((circumstance) => circumstance.start?.(emulator) ?? []))
  const { servers, keypairs, serverGroups } = emulator.state
  const serversOfRuns = () =>
    servers.all().filter(({ vmState, name }) => vmState !== 'deleted' && name.startsWith(runPrefix))
  let peakServers = 0

  const innermost: Next = async (request) => {
    const response = await fetchFrom(emulator, request)
    peakServers = Math.max(peakServers, serversOfRuns().length)
    return response
  }
  const handle = circumstances
    .flatMap((circumstance) => circumstance.handler?.(emulator) ?? [])
    .reduce<Next>((next, middleware) => (request) => middleware(request, next), innermost)

  const send = circumstances.flatMap((circumstance) => circumstance.send ?? [])[0] ?? sendNormally
  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    send(response, await handle(await receive(incoming)))
  }
  server.on('request', (incoming, response) => void respond(incoming, response))

  return {
    config: emulator.config,
    emulator,
    get peakServers() {
      return peakServers
    },
    leftovers: () => [
      ...serversOfRuns().map(({ name }) => name),
      ...[...keypairs.all(), ...serverGroups.values()].flatMap(({ name }) =>
        name.startsWith(runPrefix) ? [name] : [],
      ),
    ],
    async close() {
      for (const stop of stops) stop()
      await close()
    },
  }
}
