import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** The content of a page. */
export interface ServedPage {
  readonly contentType: string
  readonly body: string | Uint8Array
}

/** Path → the page; undefined until the page has been created. */
export type ServedPages = Readonly<Record<string, () => Promise<ServedPage | undefined>>>

/** A running HTTP server of pages. */
export interface PageServer {
  readonly url: string
  close(): Promise<void>
}

const plainText = (body: string): ServedPage => ({ contentType: 'text/plain; charset=utf-8', body })

async function respond(
  pages: ServedPages,
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, { contentType, body }: ServedPage, headers: Readonly<Record<string, string>> = {}) =>
    response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store', ...headers }).end(body)
  const path = url.split('?', 1)[0] ?? ''
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined
  if (page === undefined)
    return void send(404, plainText(`Not found; the pages are ${Object.keys(pages).join(', ')}.\n`))
  if (method !== 'GET' && method !== 'HEAD')
    return void send(405, plainText('Only GET and HEAD are allowed.\n'), { allow: 'GET, HEAD' })
  try {
    const content = await page()
    if (content) send(200, content)
    else send(503, plainText('No run has ended yet.\n'))
  } catch (error) {
    send(500, plainText(`${error instanceof Error ? error.message : String(error)}\n`))
  }
}

/**
 * Serves pages until it is closed.
 * @throws the error of the socket, when the port is in use or the address is not of this machine
 */
export async function servePages(host: string, port: number, pages: ServedPages): Promise<PageServer> {
  const server = createServer((request, response) => void respond(pages, request, response))
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const name = host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${name}:${typeof address === 'object' ? address?.port : port}`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
