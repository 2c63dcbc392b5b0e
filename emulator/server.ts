import { once } from 'node:events'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createEmulator } from './emulator.ts'
import type { EmulatorConfig, EmulatorOptions } from './options.ts'

export interface RunningEmulator {
  /** `http://host:port`, the compute root; the companion services live under the same origin. */
  readonly url: string
  /** What a client needs to know, in the form of the project's config file. */
  readonly config: EmulatorConfig
  /** The same emulator without the socket. */
  readonly fetch: (request: Request) => Response | Promise<Response>
  close(): Promise<void>
}

/**
 * Serves an emulator. The listener is bound first, since the config names its port.
 * @throws the error of node:net when the port cannot be bound, and what createEmulator throws.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const host = options.host ?? '127.0.0.1'
  const server = createServer()
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
    const { config, fetch } = createEmulator(options, url)
    server.on('request', getRequestListener(fetch))
    return { url, config, fetch, close }
  } catch (error) {
    await close()
    throw error
  }
}
