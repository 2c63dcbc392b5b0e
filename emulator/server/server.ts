import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createInternals, type Emulator, type EmulatorInternals, type Respond } from '../emulator.ts'
import type { EmulatorOptions, RequestTimeouts } from '../options.ts'
import { StateFileError } from '../persistence/errors.ts'
import type { StateStore } from '../persistence/state-store.ts'
import { SnapshotError } from '../snapshot/import.ts'
import { encodeResponse } from './encode-response.ts'
import { BadRequestTarget, dismissRest, fromNode } from './node-request.ts'
import { nextTickBatch } from './tick-batch.ts'

/** An emulator with a socket. Its `fetch` reaches the same emulator without one. */
export interface RunningEmulator extends Omit<Emulator, 'serve'> {
  /** `http://host:port`, the compute root; the companion services live under the same origin. */
  readonly url: string
  close(): Promise<void>
}

/** No request line and headers are larger together; that is what the web server of Nova takes for one line. */
const largestHeaders = 16_384

/** A process has so many descriptors only. */
const mostConnections = 2000

/** A server that no client can fill or hold up: what is too large or too slow is answered 431 or 408 and cut off. */
function boundedServer({ headers = 10_000, request = 60_000 }: RequestTimeouts = {}): Server {
  const server = createServer({
    maxHeaderSize: largestHeaders,
    headersTimeout: Math.min(headers, request),
    requestTimeout: request,
    keepAliveTimeout: 15_000,
    connectionsCheckingInterval: Math.max(50, Math.min(headers, request) / 4),
  })
  server.maxConnections = mostConnections
  return server
}

async function answer(respond: Respond, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    await nextTickBatch()
    const response = await respond(fromNode(incoming), { address: incoming.socket.remoteAddress })
    const letter = response && encodeResponse(response)
    // The letters of all who came in together are written before the first is sent.
    await undefined
    if (letter === undefined) incoming.socket.resetAndDestroy()
    else outgoing.writeHead(letter.status, letter.headers).end(letter.content)
  } catch (error) {
    // Anything but a bad target is a defect of ours: whoever runs the emulator gets the stack.
    if (!(error instanceof BadRequestTarget)) console.error(error)
    if (!outgoing.headersSent)
      outgoing.writeHead(error instanceof BadRequestTarget ? 400 : 500, { 'content-length': 0 })
    outgoing.end()
  }
  dismissRest(incoming)
}

/** What keeps a state is loaded only where one is to be kept. */
async function openKeeper(file: string): Promise<StateStore> {
  return (await import('../persistence/state-store.ts')).StateStore.open(file)
}

/** @throws StateFileError for a file whose content is no state, besides what createParts throws */
function createKept(options: EmulatorOptions, url: string, store: StateStore | undefined): EmulatorInternals {
  try {
    return createInternals(options, url, store)
  } catch (error) {
    if (!(error instanceof SnapshotError || error instanceof SyntaxError)) throw error
    throw new StateFileError(`${options.state}: ${error.message}`)
  }
}

/**
 * Serves an emulator. The listener is bound first, since the config names its port.
 * @throws the error of node:net when the port cannot be bound, StateFileError where a state cannot be kept, and what
 * createEmulator throws.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const host = options.host ?? '127.0.0.1'
  const store = options.state === undefined ? undefined : await openKeeper(options.state)
  const server = boundedServer(options.patience)
  const close = async () => {
    if (server.listening) {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    }
    store?.close()
  }
  try {
    server.listen(options.port ?? 0, host)
    await once(server, 'listening')
    const bound = server.address()
    if (bound === null || typeof bound === 'string') throw new Error(`no port was bound on ${host}`)
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`
    const { emulator, respond } = createKept(options, url, store)
    server.on('request', (incoming, outgoing) => void answer(respond, incoming, outgoing))
    const { state, control, fetch, configAt, snapshot, restore, reset } = emulator
    return {
      url,
      get config() {
        return emulator.config
      },
      ...{ state, control, fetch, configAt, snapshot, restore, reset, close },
    }
  } catch (error) {
    await close()
    throw error
  }
}
