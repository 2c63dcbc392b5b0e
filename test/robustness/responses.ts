/** Responses that no correct target sends, and the means to write them. */
import type { ServerResponse } from 'node:http'
import type { UpstreamResponse } from '../fixtures/tampering-proxy.ts'
import type { ListEndpoint } from './response-batches.ts'

/** Responds to a read of a list in place of the emulator. */
export type ListResponder = (response: ServerResponse, upstream: UpstreamResponse, endpoint: ListEndpoint) => unknown

export const json = { 'content-type': 'application/json' }
export const megabyte = 1024 * 1024

export const resetConnection = (response: ServerResponse): void => void response.socket?.resetAndDestroy()

/** Responds as a gateway in front of the API does. */
export const sendHtml = (
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void => void response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(text)

/** Writes to the socket directly: node:http rejects invalid responses. */
export const writeRaw = (response: ServerResponse, text: string): void => void response.socket?.write(text)

/** Writes to the socket and closes the connection. */
export function writeRawAndClose(response: ServerResponse, text: string): void {
  writeRaw(response, text)
  response.socket?.end()
}

/** Responds with 200, the content type of JSON, and this body. */
export const body =
  (content: string | Buffer | ((endpoint: ListEndpoint) => string | Buffer)): ListResponder =>
  (response, _upstream, endpoint) =>
    void response.writeHead(200, json).end(typeof content === 'function' ? content(endpoint) : content)

/** Responds with 200 and a body that declares this encoding. */
export const encodedBody =
  (encoding: string, content: Buffer): ListResponder =>
  (response) =>
    void response
      .writeHead(200, { ...json, 'content-encoding': encoding, 'content-length': content.length })
      .end(content)

/** Writes without end, as fast as the client reads, until the connection closes. */
export function flood(response: ServerResponse, chunk: Buffer): void {
  const write = (): void => {
    while (!response.destroyed && response.write(chunk)) {}
  }
  response.on('drain', write)
  write()
}

/** Calls `write` ten times a second until the connection closes. */
export function trickle(response: ServerResponse, write: () => void): void {
  const timer = setInterval(write, 100)
  response.on('close', () => clearInterval(timer))
}
