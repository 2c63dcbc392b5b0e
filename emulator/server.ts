import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { createParts, type Emulator } from './emulator.ts'
import type { EmulatorOptions, Patience } from './options.ts'
import { writeTo } from './wire.ts'

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
function boundedServer({ headers = 10_000, request = 60_000 }: Patience = {}): Server {
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

/**
 * Serves an emulator. The listener is bound first, since the config names its port.
 * @throws the error of node:net when the port cannot be bound, and what createEmulator throws.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const host = options.host ?? '127.0.0.1'
  const server = boundedServer(options.patience)
  server.listen(options.port ?? 0, host)
  await once(server, 'listening')
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  try {
    const bound = server.address()
    if (bound === null || typeof bound === 'string') throw new Error(`no port was bound on ${host}`)
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`
    const { emulator, respond, control } = createParts(options, url)
    const answer = async (
      request: Request,
      { incoming, outgoing }: HttpBindings | Http2Bindings,
    ): Promise<Response> => {
      const peer = { address: incoming.socket.remoteAddress }
      const steered = await control(request, peer)
      if (steered !== undefined) return steered
      const reply = await respond(request, peer)
      if (reply === undefined) incoming.socket.resetAndDestroy()
      else writeTo(outgoing, reply)
      return RESPONSE_ALREADY_SENT
    }
    // The listener would put classes of its own in the place of the global Request and Response.
    server.on('request', getRequestListener(answer, { overrideGlobalObjects: false }))
    const { state, steer, fetch, configAt, snapshot, restore, reset } = emulator
    return {
      url,
      get config() {
        return emulator.config
      },
      ...{ state, steer, fetch, configAt, snapshot, restore, reset, close },
    }
  } catch (error) {
    await close()
    throw error
  }
}
