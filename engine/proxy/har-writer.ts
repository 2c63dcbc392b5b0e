import { createHmac, randomBytes } from 'node:crypto'
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { type RawRequest, type RawResponse, type Redactor, redactUrl } from '#harness/core'

const flushIntervalMs = 500
const tail = '\n]}}\n'

/** Creates a function that returns pseudonyms for tokens. They are valid for one recording and reveal nothing about the tokens. */
type Pseudonym = (token: string) => string

function createPseudonyms(): Pseudonym {
  const key = randomBytes(32)
  return (token) => createHmac('sha256', key).update(token).digest('hex').slice(0, 12)
}

const listOf = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))

/** Writes bytes at a position of a file, and returns how many it has written. */
export type WriteBytes = (file: number, bytes: Uint8Array, offset: number, length: number, position: number) => number

/** Removes secrets from the texts and headers of messages. */
type HarRedactor = Pick<Redactor, 'redact' | 'redactHeaders'>

/**
 * Writes a HAR (HTTP Archive 1.2) during a recording. The file is complete JSON after every write, and at most `flushIntervalMs` behind the
 * traffic, so a killed process loses no more than that.
 */
export class HarWriter {
  readonly #file: number
  readonly #redactor: HarRedactor
  #position: number
  readonly #pseudonym = createPseudonyms()
  #isFirst = true
  #buffer: string[] = []
  #timer: NodeJS.Timeout | undefined
  readonly #onError: (error: unknown) => void
  readonly #writeSync: WriteBytes
  #hasEnded = false

  /**
   * `onError`: called at most once, when the file cannot be extended, for example because the disk is full. The recording ends there. `write`:
   * for tests.
   * @throws Error of the file system when the file cannot be written
   */
  constructor(
    path: string,
    version: string,
    redactor: HarRedactor,
    { onError, write = writeSync }: { onError(error: unknown): void; write?: WriteBytes },
  ) {
    this.#file = openSync(path, 'w', 0o600)
    this.#redactor = redactor
    this.#onError = onError
    this.#writeSync = write
    const creator = JSON.stringify({ name: 'compute-conformance', version })
    const head = `{"log":{"version":"1.2","creator":${creator},"entries":[`
    this.#write(head + tail, 0)
    this.#position = Buffer.byteLength(head)
  }

  add({ method, url, headers, body }: RawRequest, response: RawResponse | undefined, startedAt: number): void {
    if (this.#hasEnded) return
    const redactedUrl = redactUrl(this.#redactor, url)
    const sent = this.#headers(headers)
    const received = this.#headers(response?.headers ?? {})
    const entry = {
      startedDateTime: new Date(startedAt).toISOString(),
      time: response?.ms ?? 0,
      request: {
        ...{ method, url: redactedUrl, httpVersion: 'HTTP/1.1', cookies: [], headersSize: -1 },
        headers: listOf(sent),
        queryString: [...new URL(redactedUrl).searchParams].map(([name, value]) => ({ name, value })),
        bodySize: body === undefined ? 0 : Buffer.byteLength(body),
        ...(body === undefined
          ? {}
          : { postData: { mimeType: sent['content-type'] ?? '', text: this.#redactor.redact(body) } }),
      },
      response: {
        ...{ httpVersion: 'HTTP/1.1', statusText: '', cookies: [], redirectURL: '', headersSize: -1 },
        status: response?.status ?? 0,
        headers: listOf(received),
        bodySize: response === undefined ? -1 : Buffer.byteLength(response.text),
        content: {
          size: response === undefined ? 0 : Buffer.byteLength(response.text),
          mimeType: received['content-type'] ?? '',
          ...(response === undefined ? {} : { text: this.#redactor.redact(response.text) }),
        },
      },
      cache: {},
      timings: { send: 0, wait: response?.ms ?? 0, receive: 0 },
    }
    this.#buffer.push(JSON.stringify(entry))
    this.#timer ??= setTimeout(() => this.flush(), flushIntervalMs)
  }

  /** Returns headers without secrets. Different tokens stay different, so that a comparison can distinguish their users and tenants. */
  #headers(headers: Readonly<Record<string, string>>): Record<string, string> {
    const { 'x-auth-token': token } = headers
    const redacted = this.#redactor.redactHeaders(headers)
    return token === undefined ? redacted : { ...redacted, 'x-auth-token': `*** ${this.#pseudonym(token)}` }
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#buffer.length === 0) return
    const text = `${this.#isFirst ? '' : ','}\n${this.#buffer.join(',\n')}`
    this.#buffer = []
    try {
      this.#write(text + tail, this.#position)
      this.#position += Buffer.byteLength(text)
      this.#isFirst = false
    } catch (cause) {
      this.#hasEnded = true
      this.#write(tail, this.#position)
      ftruncateSync(this.#file, this.#position + tail.length)
      this.#onError(cause)
    }
  }

  /** Writes a whole text: the system may write only a part of it at once. */
  #write(text: string, position: number): void {
    const bytes = Buffer.from(text)
    for (let written = 0; written < bytes.length; )
      written += this.#writeSync(this.#file, bytes, written, bytes.length - written, position + written)
  }

  close(): void {
    this.flush()
    closeSync(this.#file)
  }
}
