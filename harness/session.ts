import pLimit, { type LimitFunction } from 'p-limit'
import { type Send, sender } from './http.ts'
import { Journal } from './journal.ts'
import { Inconclusive } from './outcome.ts'
import { ServerPool } from './pool.ts'
import { type Redactor, redactor } from './redact.ts'
import type { TargetSettings } from './target.ts'
import { Turn } from './turn.ts'
import { Wire } from './wire.ts'

/** After so many requests in a row without an answer the target counts as gone, and the rest of the run ends at once. */
const patience = 6
/** Requests under way at once: enough to keep a run quick, few enough not to trouble a production endpoint. */
const requestsAtOnce = 8

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
  readonly #limit: LimitFunction = pLimit(requestsAtOnce)
  #exchanges = 0
  #names = 0
  #unanswered = 0

  constructor(settings: TargetSettings) {
    this.settings = settings
    this.redactor = redactor([settings.token, settings.other?.token])
    this.journal = new Journal(settings.journal)
    this.pool = new ServerPool(settings.maxServers)
    this.wire = new Wire(settings.runId)
    this.#send = sender(settings.tls, settings.budgets.request).send
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

  send: Send = (request, signal) =>
    this.#limit(async () => {
      if (this.#unanswered >= patience) {
        throw new Inconclusive(
          `The target stopped answering: ${patience} requests in a row had no answer, so the rest was not sent.`,
        )
      }
      try {
        const answer = await this.#send(request, signal)
        this.#unanswered = 0
        return answer
      } catch (error) {
        if (signal?.aborted !== true) this.#unanswered++
        throw error
      }
    })
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
