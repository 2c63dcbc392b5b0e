import { createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface RawServerRequest {
  /** The first line and the headers. */
  readonly head: string
  readonly method: string
  /** How many requests the connection has carried before. */
  readonly earlier: number
}

/** Writes whatever it wants to the connection, in response to one request. */
export type RawResponder = (socket: Socket, request: RawServerRequest) => void

/** Reads the length of a body from the headers of a request. */
const bodyLength = (head: string): number => Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)

/** Starts a TCP server whose responses are written byte by byte. It stops when the test ends. */
export async function serveRaw(
  respond: RawResponder,
): Promise<{ readonly url: string; readonly requests: RawServerRequest[] }> {
  const requests: RawServerRequest[] = []
  const server = createServer((socket) => {
    let text = ''
    let earlier = 0
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = text.slice(0, end)
      if (text.length < end + 4 + bodyLength(head)) return
      text = ''
      const request = { head, method: head.split(' ')[0] ?? '', earlier: earlier++ }
      requests.push(request)
      respond(socket, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, requests }
}

/** Returns a complete response with a JSON body. */
export const rawResponse = (status = '200 OK', headers = '', body = '{"servers":[]}'): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`
