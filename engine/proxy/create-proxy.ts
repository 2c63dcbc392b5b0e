import { EventEmitter } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Dispatcher } from 'undici'
import type { AppliedProfile } from '#contract'
import { wholeSelection } from '#engine/target'
import { maxVisibilityMs, trafficReport } from '#engine/traffic'
import { Connections, type PendingExchange, type RawRequest, type RawResponse, TrafficObserver } from '#harness/core'
import type { Selection } from '#model'
import type { Report } from '#results'
import { decodedBody, forwardResponse } from './forward-response.ts'
import { HarWriter } from './har-writer.ts'
import { forwardedRequestHeaders, joinedHeaders, joinedRawHeaders, rawHeaders } from './message-headers.ts'
import { checkedProfile, type ProxyOptions } from './proxy-options.ts'
import { type RequestBody, readRequestBody } from './read-request-body.ts'
import { type Upstream, Upstreams } from './upstreams.ts'

export interface RunningProxy {
  /** The origin that clients connect to. */
  readonly url: string
  /** The report of the traffic so far. */
  report(): Report
  /** Writes the rest of the HAR. */
  endRecording(): void
  close(): Promise<void>
}

/**
 * A proxy must not be stricter than its target: tokens of Keystone (PKI) exceed the 16 KB that Node.js accepts, and an upload may take any
 * time.
 */
const serverOptions = { maxHeaderSize: 128 * 1024, requestTimeout: 0 }

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'] as const
const methodOf = (name = 'GET') => methods.find((method) => method === name)

function sendJson(response: ServerResponse, status: number, content: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content))
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/**
 * A reverse proxy that forwards every request unchanged and compares the responses with the document. It sends no other requests. In
 * catalogs, links and redirects it replaces URLs of the target by its own, so that clients keep using the proxy.
 */
class ObservingProxy {
  readonly #options: ProxyOptions
  readonly #profile: AppliedProfile
  readonly #selection: Selection
  readonly #connections: Connections
  readonly #observer: TrafficObserver
  readonly #upstreams: Upstreams
  readonly #har: HarWriter | undefined
  readonly #server: Server
  readonly #startedAt = Date.now()
  #root: string | undefined

  constructor(options: ProxyOptions) {
    this.#options = options
    this.#profile = checkedProfile(options)
    this.#selection = wholeSelection(this.#profile)
    this.#connections = new Connections(options.connection ?? {})
    this.#observer = new TrafficObserver({
      edition: this.#profile.edition,
      graceMs: maxVisibilityMs,
      off: this.#selection.off,
    })
    this.#upstreams = new Upstreams(options.target)
    const { har, onHarError } = options
    const onError = (cause: unknown) => onHarError?.(reasonOf(cause))
    this.#har = har && new HarWriter(har.file, har.version, this.#observer.redactor, { onError })
    this.#server = createServer(serverOptions, (request, response) => void this.#handle(request, response))
    // Without a listener Node would close the connection without a response.
    this.#server.on('connect', (_, socket) => socket.end('HTTP/1.1 501 Not Implemented\r\nconnection: close\r\n\r\n'))
  }

  async listen(): Promise<RunningProxy> {
    const { port = 0, host = '127.0.0.1' } = this.#options
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, resolve)
    })
    const { port: actual, family, address }: AddressInfo = this.#address()
    const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`
    this.#upstreams.proxyOrigin = url
    return {
      ...{ url, report: () => this.#report(), close: () => this.#close() },
      endRecording: () => this.#har?.flush(),
    }
  }

  #address(): AddressInfo {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('The proxy does not listen on a port.')
    return address
  }

  async #close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
    await this.#connections.close()
    this.#har?.close()
  }

  #report(): Report {
    const { target } = this.#options
    const { id: profile, edition } = this.#profile
    return trafficReport(this.#observer, {
      ...{
        profile,
        edition,
        selection: this.#selection,
        startedAt: this.#startedAt,
        durationMs: Date.now() - this.#startedAt,
      },
      url: this.#root ?? target,
    })
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    if (/^\/-\/report(\.html)?$/.test(path)) return this.#sendReport(path.endsWith('.html'), response)
    const upstream = this.#upstreams.resolve(path)
    const method = methodOf(request.method)
    if (upstream === undefined || method === undefined) {
      request.resume()
      return sendJson(response, upstream ? 501 : 404, {
        proxy: { message: 'The proxy does not forward such requests.' },
      })
    }
    // The proxy's clients may close the connection at any time.
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    try {
      await this.#passOn(method, upstream, request, response)
    } catch (cause) {
      sendJson(response, 502, { proxy: { message: `The target sent no usable response: ${reasonOf(cause)}` } })
    }
  }

  #sendReport(asPage: boolean, response: ServerResponse): void {
    const { renderPage } = this.#options
    if (!asPage || !renderPage) sendJson(response, 200, this.#report())
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(renderPage(this.#report()))
  }

  async #passOn(
    method: Dispatcher.HttpMethod,
    { origin, path }: Upstream,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const content = await readRequestBody(request)
    const body = 'bytes' in content ? content.bytes : content.stream
    const raw: RawRequest = { method, url: origin + path, headers: joinedHeaders(request.headers), ...textOf(content) }
    // An AbortController costs much more, and one is needed for every request.
    const aborted = new EventEmitter()
    response.once('close', () => {
      if (!response.writableFinished) aborted.emit('abort')
    })
    const startedAt = Date.now()
    const began = performance.now()
    const pending = this.#begin(raw)
    try {
      const received = await this.#connections.dispatcherFor(new URL(origin), method === 'GET').request({
        ...{ origin, path, method, signal: aborted, responseHeaders: 'raw' },
        headers: forwardedRequestHeaders(request.rawHeaders, 'stream' in content).flat(),
        ...(body instanceof Buffer && body.length === 0 ? {} : { body }),
      })
      const { statusCode: status, statusText } = received
      const sent = rawHeaders(received.headers)
      const rewriting = { text: (text: string) => this.#rewrite(path, text), url: (url: string) => this.#localUrl(url) }
      const upstream = {
        statusCode: status,
        statusText,
        headers: sent,
        body: received.body,
        isForHead: method === 'HEAD',
      }
      const forwarded = await forwardResponse(upstream, response, rewriting)
      const ms = performance.now() - began
      const headers = joinedRawHeaders(sent)
      const decoded = await decodedBody(forwarded, headers['content-encoding'], raw.url)
      this.#complete(pending, decoded && { status, headers, ...decoded, startedAt, ms }, startedAt)
    } catch (cause) {
      this.#complete(pending, undefined, startedAt)
      throw cause
    }
  }

  #begin(request: RawRequest): PendingExchange {
    const pending = this.#observer.begin(request)
    if (pending.match && pending.match.root !== '') this.#root ??= new URL(request.url).origin + pending.match.root
    return pending
  }

  #complete(pending: PendingExchange, response: RawResponse | undefined, startedAt: number): void {
    this.#har?.add(pending.request, response, startedAt)
    if (response === undefined) this.#observer.abandon(pending, Date.now())
    else for (const violation of this.#observer.complete(pending, response)) this.#options.onViolation?.(violation)
  }

  #rewrite(path: string, text: string): string {
    if (/\/tokens\/?(\?|$)/.test(path)) this.#upstreams.learnCatalog(parse(text))
    return this.#upstreams.rewrite(text)
  }

  #localUrl(url: string): string {
    if (!URL.canParse(url)) return url
    const { origin } = new URL(url)
    const local = this.#upstreams.localOrigin(origin)
    return local === undefined ? url : local + url.slice(origin.length)
  }
}

/** Returns the text of a request's body as the member `body`; nothing for an empty body and for one that is too long to compare. */
const textOf = (content: RequestBody): Pick<RawRequest, 'body'> =>
  'bytes' in content && content.bytes.length > 0 ? { body: content.bytes.toString('utf8') } : {}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Starts the proxy.
 * @throws UsageError for a target, a profile or an edition that does not exist
 * @throws Error of the system when it cannot listen or the HAR file cannot be written
 */
export async function createProxy(options: ProxyOptions): Promise<RunningProxy> {
  return new ObservingProxy(options).listen()
}
