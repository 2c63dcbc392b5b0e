import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { Agent, buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici'
import type { TargetSettings } from '#model'
import { monotonicClock } from '../clock.ts'
import { ConnectionLimit } from './connection-limit.ts'
import { skipInformationalResponses } from './informational-responses.ts'
import { proxyFor } from './proxy.ts'
import { limits } from './response-limits.ts'
import { checkMs, SingleConnectionDetection } from './single-connection.ts'

/** The settings of connections. A target in this process never closes a connection unexpectedly. */
export type ConnectionOptions = Pick<TargetSettings, 'tls' | 'proxy' | 'inProcess'>

/** How long establishing a connection may take, in milliseconds: a target that does not exist should be reported within ten seconds. */
const connectTimeoutMs = 8_000

/** Error of a connection → how many bytes the connection had received when it failed. */
const receivedBytes = new WeakMap<object, number>()

function tlsOptions(tls: TargetSettings['tls']): buildConnector.BuildOptions {
  const read = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path))
  return {
    timeout: connectTimeoutMs,
    rejectUnauthorized: tls?.insecure !== true,
    ...(tls?.ca ? { ca: read(tls.ca) } : {}),
    ...(tls?.cert ? { cert: read(tls.cert) } : {}),
    ...(tls?.key ? { key: read(tls.key) } : {}),
  }
}

function prepare(socket: Socket): void {
  skipInformationalResponses(socket)
  socket.on('error', (error) => receivedBytes.set(error, socket.bytesRead))
}

const prepared =
  (connect: buildConnector.connector): buildConnector.connector =>
  (options, callback) =>
    connect(options, (...result) => {
      const [, socket] = result
      if (socket) prepare(socket)
      callback(...result)
    })

/**
 * Tells whether a request failed on a reused connection: the server may have closed it before the request arrived. `cause`: what undici
 * threw before there was a response.
 */
export function wasReused(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null) return false
  const socket = 'socket' in cause ? cause.socket : undefined
  const bytes = typeof socket === 'object' && socket !== null && 'bytesRead' in socket ? socket.bytesRead : undefined
  return Number(bytes ?? receivedBytes.get(cause) ?? 0) > 0
}

/** Connections of one kind: kept open between requests, or a new one for each request. */
class ConnectionPool {
  readonly #options: ConnectionOptions
  readonly #agentOptions: Agent.Options
  readonly #direct: Agent
  readonly #proxied = new Map<string, ProxyAgent>()

  constructor(options: ConnectionOptions, { keepAlive }: { readonly keepAlive: boolean }) {
    this.#options = options
    this.#agentOptions = {
      pipelining: keepAlive ? 1 : 0,
      keepAliveTimeout: 2_000,
      keepAliveMaxTimeout: 5_000,
      maxHeaderSize: limits.headers,
    }
    const connect = prepared(buildConnector(tlsOptions(options.tls)))
    this.#direct = new Agent({ ...this.#agentOptions, connect })
  }

  dispatcherFor(url: URL): Dispatcher {
    const proxy = proxyFor(url, this.#options.proxy)
    if (proxy === undefined) return this.#direct
    const agent = this.#proxied.get(proxy) ?? this.#openProxy(proxy)
    this.#proxied.set(proxy, agent)
    return agent
  }

  /** Requests to https URLs go through a tunnel, others are sent to the proxy itself. */
  #openProxy(uri: string): ProxyAgent {
    const tls = tlsOptions(this.#options.tls)
    return new ProxyAgent({
      ...this.#agentOptions,
      uri,
      proxyTunnel: false,
      requestTls: tls,
      proxyTls: tls,
      factory: (origin, options: Pool.Options) => {
        const { connect } = options
        return new Pool(origin, {
          ...this.#agentOptions,
          ...options,
          ...(typeof connect === 'function' ? { connect: prepared(connect) } : {}),
        })
      },
    })
  }

  async close(): Promise<void> {
    await Promise.all([this.#direct, ...this.#proxied.values()].map((agent) => agent.close()))
  }
}

/** The connections of a transport. */
export class Connections {
  readonly #options: ConnectionOptions
  #kept: ConnectionPool
  readonly #single: ConnectionPool
  /** Pools that close as soon as their requests have ended. */
  readonly #closing = new Set<Promise<void>>()
  // Connections live in real time, also where a test drives the clock of a run.
  readonly #detection = new SingleConnectionDetection(monotonicClock, () => this.#closeIdle())
  readonly #limit = new ConnectionLimit(monotonicClock)
  readonly #checks: NodeJS.Timeout | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#kept = new ConnectionPool(options, { keepAlive: true })
    this.#single = new ConnectionPool(options, { keepAlive: false })
    if (options.inProcess !== true) this.#checks = setInterval(() => this.#detection.check(), checkMs).unref()
  }

  /** @param reuse whether a connection may be used that has carried other requests */
  dispatcherFor(url: URL, reuse: boolean): Dispatcher {
    const mayKeep = reuse && !this.#detection.isSingle && !this.#limit.isLimited
    return (mayKeep ? this.#kept : this.#single).dispatcherFor(url)
  }

  /** Records that a request is sent, after it has waited for others if the server limits its connections. */
  async beginRequest(): Promise<void> {
    await this.#limit.begin()
    this.#detection.begin()
  }

  /** Records that a request has ended; `isResponse` is false if it failed. `shape`: see `requestShape`. */
  endRequest(shape: string, isResponse: boolean): void {
    this.#detection.end(isResponse)
    this.#limit.end(shape, isResponse)
  }

  /** Records that a request lost its connection. `shape`: as in `endRequest`. `cause`: see `wasReused`. */
  recordLost(shape: string, cause: unknown): void {
    if (!wasReused(cause) && this.#limit.recordLost(shape)) this.#closeIdle()
  }

  /** Closes the connections that carry no request now, and each other one when its request has ended. */
  #closeIdle(): void {
    const closing = this.#kept.close().finally(() => this.#closing.delete(closing))
    this.#closing.add(closing)
    this.#kept = new ConnectionPool(this.#options, { keepAlive: true })
  }

  /** Closes the connections once pending requests have ended. */
  async close(): Promise<void> {
    clearInterval(this.#checks)
    await Promise.all([...this.#closing, this.#kept.close(), this.#single.close()])
  }
}
