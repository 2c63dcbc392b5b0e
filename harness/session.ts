import pLimit, { type LimitFunction } from 'p-limit'
import { type RawAnswer, type RawRequest, type Send, sender } from './http.ts'
import { Journal } from './journal.ts'
import { ServerPool } from './pool.ts'
import { Pulse } from './pulse.ts'
import { type Redactor, redactor } from './redact.ts'
import { renewing } from './renewing.ts'
import type { TargetSettings } from './target.ts'
import { Turn } from './turn.ts'
import { Unanswered } from './unanswered.ts'
import { Wire } from './wire.ts'

/** Requests under way at once: enough to keep a run quick, few enough not to trouble a production endpoint. */
const requestsAtOnce = 8
/** Looks at a server that is changing besides: they come too late when they queue behind everything else. */
const looksAtOnce = 4

/** What the tests of one run share: connections, journal, leased servers, and the numbering of exchanges. */
export class Session {
  readonly settings: TargetSettings
  readonly redactor: Redactor
  readonly journal: Journal
  readonly pool: ServerPool
  /** Whose turn it is with the spare volume. */
  readonly volume = new Turn()
  readonly wire: Wire
  readonly #send: Send
  readonly #disconnect: () => Promise<void>
  readonly #limit: LimitFunction = pLimit(requestsAtOnce)
  readonly #lookLimit: LimitFunction = pLimit(looksAtOnce)
  #exchanges = 0
  #names = 0
  readonly #pulse = new Pulse()
  /** Where a token may be sent: to the target, and to the services that its catalog or the configuration names. */
  readonly origins: ReadonlySet<string>

  constructor(settings: TargetSettings) {
    this.settings = settings
    const { token, other, secrets = [], url, computeUrl, tenant, resources, services } = settings
    const places = [url, computeUrl, ...Object.values(services)].filter((place) => place !== undefined)
    this.origins = new Set(places.map((place) => new URL(place).origin))
    const known = [url, tenant, other?.tenant, ...this.origins, ...Object.values(resources).map(String)]
    this.redactor = redactor([token, other?.token, ...secrets], known, (secret) => this.wire.confide(secret))
    this.journal = new Journal(settings.journal, settings.ephemeral !== true)
    this.pool = new ServerPool(settings.maxServers)
    this.wire = new Wire(settings.runId)
    const { send, close } = sender(settings.tls, settings.budgets.request)
    this.#send = renewing(
      send,
      settings,
      async (holder) => {
        if (!settings.renewable?.includes(holder)) throw new Error('it was given without anything to sign in with')
        return this.wire.renew(holder)
      },
      (fresh) => this.redactor.know(fresh),
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
  tell(text: string): void {
    this.wire.tell(this.redactor.text(text))
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
  send = (request: RawRequest, signal?: AbortSignal, isLook = false): Promise<RawAnswer> => {
    const limit = isLook ? this.#lookLimit : this.#limit
    return limit(async () => {
      const { gone } = this.#pulse
      if (gone !== undefined) throw new Unanswered(`${request.method} ${request.url}`, gone, 'unreachable')
      try {
        const answer = await this.#send(request, signal)
        this.#pulse.answered()
        return answer
      } catch (error) {
        this.#pulse.failed(error)
        throw error
      }
    })
  }

  /** What cut the whole run short, if anything did. */
  get trouble(): string | undefined {
    const { gone } = this.#pulse
    return gone === undefined ? undefined : this.redactor.text(`The run was cut short: ${gone}.`)
  }
}

declare global {
  /** Vitest loads modules anew for each file; what a run shares has to outlive that. */
  var conformanceSessions: Map<string, Session> | undefined
}

/** The session of a run: made by the first test that asks for it. */
export function sessionFor(settings: TargetSettings): Session {
  globalThis.conformanceSessions ??= new Map()
  const known = globalThis.conformanceSessions.get(settings.runId)
  if (known) return known
  const session = new Session(settings)
  globalThis.conformanceSessions.set(settings.runId, session)
  return session
}

/** Ends the session of a run, so that a thread which runs the suites again and again keeps nothing of the runs before. */
export async function endSession({ runId }: TargetSettings): Promise<void> {
  const session = globalThis.conformanceSessions?.get(runId)
  globalThis.conformanceSessions?.delete(runId)
  await session?.close()
}
