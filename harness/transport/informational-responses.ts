import type { Socket } from 'node:net'

/** The start of an informational response, except 101, which ends the use of HTTP on the connection. */
const informational = /^HTTP\/1\.[01] 1(?!01)\d\d\b/
/** The longest text that decides whether a response is informational. */
const decisiveLength = 'HTTP/1.1 100'.length
/** How many bytes one informational response may have. */
const maxLength = 16 * 1024

/** Returns the index of the end of the headers of the response at the start of the text; -1 if they are incomplete. */
function endOfHeaders(text: string): number {
  const end = /\r?\n\r?\n/.exec(text)
  return end ? end.index + end[0].length : -1
}

/** Removes informational responses (100 Continue, 103 Early Hints) from what a server sends. */
export class InformationalResponseFilter {
  #isAtStart = true
  #pending: Buffer = Buffer.alloc(0)

  /** Records that a request was sent: the next bytes are the start of a response. */
  expectResponse(): void {
    this.#isAtStart = true
  }

  /** Returns the bytes that belong to final responses; possibly none until more arrive. */
  filter(chunk: Buffer): Buffer {
    if (!this.#isAtStart) return chunk
    let bytes = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk
    this.#pending = Buffer.alloc(0)
    for (;;) {
      const start = bytes.toString('latin1', 0, decisiveLength)
      const isUndecided = bytes.length < decisiveLength && 'HTTP/1.'.startsWith(start.slice(0, 'HTTP/1.'.length))
      const end = informational.test(start) ? endOfHeaders(bytes.toString('latin1', 0, maxLength)) : 0
      if (isUndecided || (end < 0 && bytes.length < maxLength)) {
        this.#pending = bytes
        return Buffer.alloc(0)
      }
      if (end <= 0) break
      bytes = bytes.subarray(end)
      if (bytes.length === 0) return bytes
    }
    this.#isAtStart = false
    return bytes
  }
}

/**
 * Makes undici skip informational responses: it treats a 100 Continue that it did not request as an error, although a client must accept
 * any number of them (RFC 9110, section 15.2). undici reads the socket with `read` and sends no request before the response to the previous
 * one is complete.
 */
export function skipInformationalResponses(socket: Socket): void {
  const filter = new InformationalResponseFilter()
  const read = socket.read.bind(socket)
  let written = 0
  socket.read = (size?: number): unknown => {
    if (socket.bytesWritten !== written) filter.expectResponse()
    written = socket.bytesWritten
    for (;;) {
      const chunk: unknown = read(size)
      if (!Buffer.isBuffer(chunk)) return chunk
      const bytes = filter.filter(chunk)
      if (bytes.length > 0) return bytes
    }
  }
}
