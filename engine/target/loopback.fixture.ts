import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { onTestFinished } from 'vitest'

export interface ReceivedRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly json: unknown
}

export interface LoopbackResponse {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** `GET /path` → the response; a key with the query takes precedence. Any other request gets 404. */
export type Routes = Readonly<Record<string, (received: ReceivedRequest) => LoopbackResponse>>

export interface LoopbackService {
  readonly url: string
  readonly received: readonly ReceivedRequest[]
}

/** Listens on a free port of the loopback interface until the test ends. */
async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
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

const notFound: LoopbackResponse = { status: 404, body: { itemNotFound: { code: 404, message: 'No such route.' } } }

/** Starts a service with these routes, which may use the URL of the service. */
export async function serve(routesAt: (url: string) => Routes): Promise<LoopbackService> {
  const received: ReceivedRequest[] = []
  let routes: Routes = {}
  const url = await listen(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString('utf8')
    const { method = '', url: path = '', headers } = request
    const entry: ReceivedRequest = { method, path, headers, json: text === '' ? undefined : JSON.parse(text) }
    received.push(entry)
    const route = routes[`${method} ${path}`] ?? routes[`${method} ${path.split('?')[0]}`]
    const { status = 200, headers: extra = {}, body = {} } = route ? route(entry) : notFound
    response.writeHead(status, { 'content-type': 'application/json', ...extra }).end(JSON.stringify(body))
  })
  routes = routesAt(url)
  return { url, received }
}

/** Starts a service that accepts connections and never responds. Returns its URL. */
export const serveSilence = (): Promise<string> => listen(() => {})
