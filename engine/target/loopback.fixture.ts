import { createServer, type IncomingHttpHeaders } from 'node:http'
import { onTestFinished } from 'vitest'

export interface Received {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly json: unknown
}

export interface Answering {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** `GET /path` → what is answered; a path with a query is matched whole first. Anything else is 404. */
export type Routes = Readonly<Record<string, (received: Received) => Answering>>

export interface Loopback {
  readonly url: string
  readonly received: readonly Received[]
}

/** A service on a free port of the loopback interface, gone when the test is over. The routes may name its own URL. */
export async function serve(routesAt: (url: string) => Routes): Promise<Loopback> {
  const received: Received[] = []
  let routes: Routes = {}
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString('utf8')
    const { method = '', url: path = '', headers } = request
    const seen: Received = { method, path, headers, json: text === '' ? undefined : JSON.parse(text) }
    received.push(seen)
    const route = routes[`${method} ${path}`] ?? routes[`${method} ${path.split('?')[0]}`]
    const { status = 200, headers: extra = {}, body = {} } = route ? route(seen) : { status: 404 }
    response.writeHead(status, { 'content-type': 'application/json', ...extra }).end(JSON.stringify(body))
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${port}`
  routes = routesAt(url)
  return { url, received }
}

/** A service that takes every connection and never says a word; gone when the test is over. */
export async function serveSilence(): Promise<string> {
  const server = createServer(() => {})
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}
