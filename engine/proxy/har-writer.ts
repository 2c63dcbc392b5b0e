import { createHmac, randomBytes } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import type { RawRequest, RawResponse } from '#harness/core'

/** Headers whose values a HAR must not contain. */
const secretHeaders = new Set(['x-auth-token', 'x-subject-token', 'authorization', 'cookie', 'set-cookie'])
const flushIntervalMs = 500
const tail = '\n]}}\n'

/** Creates a function that returns pseudonyms for tokens. They are valid for one recording and reveal nothing about the tokens. */
type Pseudonym = (token: string) => string

function createPseudonyms(): Pseudonym {
  const key = randomBytes(32)
  return (token) => createHmac('sha256', key).update(token).digest('hex').slice(0, 12)
}

/** Returns headers without secrets. Different tokens stay different, so that a comparison can distinguish their users and tenants. */
const headerList = (headers: Readonly<Record<string, string>>, pseudonym: Pseudonym) =>
  Object.entries(headers).map(([name, value]) => {
    if (!secretHeaders.has(name)) return { name, value }
    return { name, value: name === 'x-auth-token' ? `*** ${pseudonym(value)}` : '***' }
  })

/**
 * Writes a HAR (HTTP Archive 1.2) during a recording. The file is complete JSON after every write, and at most `flushIntervalMs` behind the
 * traffic, so a killed process loses no more than that.
 */
export class HarWriter {
  readonly #file: number
  readonly #redact: (text: string) => string
  #position: number
  readonly #pseudonym = createPseudonyms()
  #isFirst = true
  #buffer: string[] = []
  #timer: NodeJS.Timeout | undefined

  /** @throws Error of the file system when the file cannot be written */
  constructor(path: string, version: string, redact: (text: string) => string) {
    this.#file = openSync(path, 'w', 0o600)
    this.#redact = redact
    const creator = JSON.stringify({ name: 'compute-conformance', version })
    const head = `{"log":{"version":"1.2","creator":${creator},"entries":[`
    writeSync(this.#file, head + tail, 0)
    this.#position = Buffer.byteLength(head)
  }

  add({ method, url, headers, body }: RawRequest, response: RawResponse | undefined, startedAt: number): void {
    const { searchParams } = new URL(url)
    const entry = {
      startedDateTime: new Date(startedAt).toISOString(),
      time: response?.ms ?? 0,
      request: {
        ...{ method, url, httpVersion: 'HTTP/1.1', cookies: [], headersSize: -1 },
        headers: headerList(headers, this.#pseudonym),
        queryString: [...searchParams].map(([name, value]) => ({ name, value })),
        bodySize: body === undefined ? 0 : Buffer.byteLength(body),
        ...(body === undefined
          ? {}
          : { postData: { mimeType: headers['content-type'] ?? '', text: this.#redact(body) } }),
      },
      response: {
        ...{ httpVersion: 'HTTP/1.1', statusText: '', cookies: [], redirectURL: '', headersSize: -1 },
        status: response?.status ?? 0,
        headers: headerList(response?.headers ?? {}, this.#pseudonym),
        bodySize: response === undefined ? -1 : Buffer.byteLength(response.text),
        content: {
          size: response === undefined ? 0 : Buffer.byteLength(response.text),
          mimeType: response?.headers['content-type'] ?? '',
          ...(response === undefined ? {} : { text: this.#redact(response.text) }),
        },
      },
      cache: {},
      timings: { send: 0, wait: response?.ms ?? 0, receive: 0 },
    }
    this.#buffer.push(JSON.stringify(entry))
    this.#timer ??= setTimeout(() => this.flush(), flushIntervalMs)
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#buffer.length === 0) return
    const text = `${this.#isFirst ? '' : ','}\n${this.#buffer.join(',\n')}`
    writeSync(this.#file, text + tail, this.#position)
    this.#position += Buffer.byteLength(text)
    this.#isFirst = false
    this.#buffer = []
  }

  close(): void {
    this.flush()
    closeSync(this.#file)
  }
}
