import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createInternals, type EmulatorInternals, type Respond } from '../create-emulator.ts'
import type { Emulator } from '../emulator.ts'
import type { EmulatorOptions, RequestTimeouts } from '../options.ts'
import { StateFileError } from '../persistence/errors.ts'
import type { StateStore } from '../persistence/state-store.ts'
import { SnapshotError } from '../snapshot/import.ts'
import { encodeResponse } from './encode-response.ts'
import { BadRequestTarget, drain, fromNode } from './node-request.ts'
import { nextTickBatch } from './tick-batch.ts'

/** An emulator with a socket. Its `fetch` reaches the same emulator without one. */
export interface RunningEmulator extends Omit<Emulator, 'serve'> {
  /** `http://host:port`, the compute root; the companion services have the same origin. */
  readonly url: string
  close(): Promise<void>
}

/** Limit of the request line and the headers together, in bytes. Nova's web server allows as much for one line. */
const maxHeaderSize = 16_384

/** Keeps the process below its limit of file descriptors. */
const maxConnections = 2000

/** Creates a server with limits: requests that are too large or too slow get 431 or 408, and their connection is closed. */
function createBoundedServer({ headers = 10_000, request = 60_000 }: RequestTimeouts = {}): Server {
  const server = createServer({
    maxHeaderSize,
    headersTimeout: Math.min(headers, request),
    requestTimeout: request,
    keepAliveTimeout: 15_000,
    connectionsCheckingInterval: Math.max(50, Math.min(headers, request) / 4),
  })
  server.maxConnections = maxConnections
  return server
}

async function handle(respond: Respond, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    await nextTickBatch()
    const response = await respond(fromNode(incoming), { address: incoming.socket.remoteAddress })
    const encoded = response && encodeResponse(response)
    // The responses of one batch are all encoded before the first is sent.
    await undefined
    if (encoded === undefined) incoming.socket.resetAndDestroy()
    else outgoing.writeHead(encoded.status, encoded.headers).end(encoded.content)
  } catch (error) {
    // Any other error is a bug in the emulator: the console gets the stack.
    if (!(error instanceof BadRequestTarget)) console.error(error)
    if (!outgoing.headersSent)
      outgoing.writeHead(error instanceof BadRequestTarget ? 400 : 500, { 'content-length': 0 })
    outgoing.end()
  }
  drain(incoming)
}

/** Opens the state store. Persistence is loaded only where a state file is given. */
async function openStateStore(file: string): Promise<StateStore> {
  return (await import('../persistence/state-store.ts')).StateStore.open(file)
}

/** @throws StateFileError for a file whose content is not a valid state, besides the errors of createInternals */
function createWithStore(options: EmulatorOptions, url: string, store: StateStore | undefined): EmulatorInternals {
  try {
    return createInternals(options, url, store)
  } catch (cause) {
    if (!(cause instanceof SnapshotError || cause instanceof SyntaxError)) throw cause
    throw new StateFileError(`${options.state}: ${cause.message}`, { cause })
  }
}

/**
 * Serves an emulator. The port is bound first, because the config contains it.
 * @throws the error of node:net when the port cannot be bound, StateFileError for an unusable state file, and the errors of
 * createEmulator
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const host = options.host ?? '127.0.0.1'
  const store = options.state === undefined ? undefined : await openStateStore(options.state)
  const server = createBoundedServer(options.patience)
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
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error(`no port was bound on ${host}`)
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
    const { emulator, respond } = createWithStore(options, url, store)
    server.on('request', (incoming, outgoing) => void handle(respond, incoming, outgoing))
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
