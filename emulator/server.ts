import { once } from 'node:events'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createEmulator, type Emulator } from './emulator.ts'
import type { EmulatorOptions } from './options.ts'

/** An emulator with a socket. Its `fetch` reaches the same emulator without one. */
export interface RunningEmulator extends Omit<Emulator, 'serve'> {
  /** `http://host:port`, the compute root; the companion services live under the same origin. */
  readonly url: string
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
    const emulator = createEmulator(options, url)
    server.on(
      'request',
      getRequestListener((request, { incoming }) => {
        const { socket } = incoming
        return emulator.serve(request, { address: socket.remoteAddress, sever: () => socket.resetAndDestroy() })
      }),
    )
    const { state, fetch, configAt, snapshot, restore, reset } = emulator
    return {
      url,
      get config() {
        return emulator.config
      },
      ...{ state, fetch, configAt, snapshot, restore, reset, close },
    }
  } catch (error) {
    await close()
    throw error
  }
}
