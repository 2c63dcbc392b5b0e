import pLimit, { type LimitFunction } from 'p-limit'
import type { TargetSettings } from '#model'
import { ServerPool } from './fixtures/server-pool.ts'
import { Turn } from './fixtures/turn.ts'
import { JournalWriter } from './journal/writer.ts'
import { createRedactor, type Redactor } from './redaction/redactor.ts'
import { CircuitBreaker } from './transport/circuit-breaker.ts'
import { RequestError } from './transport/request-error.ts'
import { withTokenRefresh } from './transport/token-refresh.ts'
import { createTransport, type RawRequest, type RawResponse, type SendRequest } from './transport/transport.ts'
import { WorkerChannel } from './worker-channel.ts'

/** Requests under way at once: enough to keep a run quick, few enough not to trouble a production endpoint. */
const requestsAtOnce = 8
/** Looks at a server that is changing besides: they come too late when they queue behind everything else. */
const looksAtOnce = 4

/** What the tests of one run share: connections, journal, leased servers, and the numbering of exchanges. */
export class RunContext {
  readonly settings: TargetSettings
  readonly redactor: Redactor
  readonly journal: JournalWriter
  readonly pool: ServerPool
  /** Whose turn it is with the spare volume. */
  readonly volume = new Turn()
  readonly wire: WorkerChannel
  readonly #send: SendRequest
  readonly #disconnect: () => Promise<void>
  readonly #limit: LimitFunction = pLimit(requestsAtOnce)
  readonly #lookLimit: LimitFunction = pLimit(looksAtOnce)
  #exchanges = 0
  #names = 0
  readonly #pulse = new CircuitBreaker()
  /** Where a token may be sent: to the target, and to the services that its catalog or the configuration names. */
  readonly origins: ReadonlySet<string>

  constructor(settings: TargetSettings) {
    this.settings = settings
    const { token, other, secrets = [], url, computeUrl, tenant, resources, services } = settings
    const places = [url, computeUrl, ...Object.values(services)].filter((place) => place !== undefined)
    this.origins = new Set(places.map((place) => new URL(place).origin))
    const known = [url, tenant, other?.tenant, ...this.origins, ...Object.values(resources).map(String)]
    this.redactor = createRedactor([token, other?.token, ...secrets], known, (secret) => this.wire.sendSecret(secret))
    this.journal = new JournalWriter(settings.journal, settings.inProcess !== true)
    this.pool = new ServerPool(settings.maxServers)
    this.wire = new WorkerChannel(settings.runId)
    const { send, close } = createTransport(settings.tls, settings.timeouts.request)
    this.#send = withTokenRefresh(
      send,
      settings,
      async (holder) => {
        if (!settings.refreshableTokens?.includes(holder))
          throw new Error('it was given without anything to sign in with')
        return this.wire.renew(holder)
      },
      (fresh) => this.redactor.add(fresh),
    )
    this.#disconnect = close
  }

  /** Closes connections and files. Whoever speaks through the session afterwards gets no answer. */
  async close(): Promise<void> {
    await this.pool.idle()
    this.journal.close()
    this.wire.close()
    await this.#disconnect()
  }

  /** Tells people what is being waited for. */
  reportProgress(text: string): void {
    this.wire.sendProgress(this.redactor.redact(text))
  }

  nextExchange(): number {
    return ++this.#exchanges
  }

  /** A name nobody else has, by which everything a run made can be found again. */
  name(what: string): string {
    return `${this.prefix}${what}-${++this.#names}`
  }

  get prefix(): string {
    return `conformance-${this.settings.runId}-`
  }

  /** Sends a request when it is its turn; `isLook` says that it looks at a server that is changing. */
  send = (request: RawRequest, signal?: AbortSignal, isLook = false): Promise<RawResponse> => {
    const limit = isLook ? this.#lookLimit : this.#limit
    return limit(async () => {
      const { openReason } = this.#pulse
      if (openReason !== undefined)
        throw new RequestError(`${request.method} ${request.url}`, openReason, 'unreachable')
      try {
        const response = await this.#send(request, signal)
        this.#pulse.recordSuccess()
        return response
      } catch (error) {
        this.#pulse.recordFailure(error)
        throw error
      }
    })
  }

  /** What cut the whole run short, if anything did. */
  get fatalError(): string | undefined {
    const { openReason } = this.#pulse
    return openReason === undefined ? undefined : this.redactor.redact(`The run was cut short: ${openReason}.`)
  }
}

declare global {
  /** Vitest loads modules anew for each file; what a run shares has to outlive that. */
  var conformanceSessions: Map<string, RunContext> | undefined
}

/** The session of a run: made by the first test that asks for it. */
export function runContextFor(settings: TargetSettings): RunContext {
  globalThis.conformanceSessions ??= new Map()
  const known = globalThis.conformanceSessions.get(settings.runId)
  if (known) return known
  const session = new RunContext(settings)
  globalThis.conformanceSessions.set(settings.runId, session)
  return session
}

/** Ends the session of a run, so that a thread which runs the suites again and again keeps nothing of the runs before. */
export async function endRun({ runId }: TargetSettings): Promise<void> {
  const session = globalThis.conformanceSessions?.get(runId)
  globalThis.conformanceSessions?.delete(runId)
  await session?.close()
}
