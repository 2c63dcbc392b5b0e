import { resolvePointer } from '#contract'
import { canonicalStatus } from '#model'
import { type Contradiction, isReading, type ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import { type AcceptedChange, effectsOf, findOldState, findUnneeded } from './change-effects.ts'
import { ServerRule } from './server-rule.ts'
import { isAtRest } from './server-view.ts'
import { isAccepted, isRejected, type TrafficCall } from './traffic-rule.ts'

interface PendingChange extends AcceptedChange {
  /** When its effect must be visible at the latest, in milliseconds since the epoch. */
  readonly effectFrom: number
  /** After this time no response may show the server as it was before `before`, in milliseconds since the epoch. */
  readonly othersFrom: number
  /**
   * Later responses are not compared with the request, because an unobserved client may have changed the server. Milliseconds since the
   * epoch.
   */
  readonly until: number
  /** Contradictions in the response to the request; reported if the server later shows the expected value. */
  readonly responseContradictions: readonly Contradiction[]
  /** The contradictions in a response before `othersFrom`, as JSON; reported if the next response has the same. */
  held: string | undefined
}

interface KnownServer {
  /** The last description of the server at rest; undefined after a request that may change it. */
  rest: { readonly server: unknown; readonly exchange: number; readonly sentAt: number } | undefined
  pending: PendingChange | undefined
  /** How many requests in progress may change it. */
  changes: number
  /** After this time every response shows the last change, in milliseconds since the epoch. */
  currentFrom: number
}

/** How long a description counts as current, in milliseconds: an unobserved client may change the server. */
const maxAgeMs = 10_000

/** A request may have no visible effect for this many times `graceMs`; a deletion may begin later. */
const graceFactors = { deletion: 2, others: 1 }

/**
 * Compares the descriptions of servers before and after accepted requests that add or remove security groups, update the server, or delete
 * it. A request is compared only if it is the only one between two responses that show the server at rest.
 */
export class ServerChanges extends ServerRule<KnownServer> {
  readonly #graceMs: number

  constructor(graceMs: number) {
    super()
    this.#graceMs = graceMs
  }

  protected override changedBy({ operation, parameters }: TrafficCall): string | undefined {
    return isReading(operation) ? undefined : parameters['serverId']
  }

  forget(resource: string): void {
    const server = this.known(resource)
    if (server === undefined) return
    server.rest = undefined
    server.pending = undefined
  }

  override observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { operation, parameters } = call
    if (operation === 'createServer' && isAccepted(response)) {
      // There is no earlier state that a response could show.
      const created = textAt(response.body, 'server/id')
      if (created !== undefined) this.#learn(created, Number.NEGATIVE_INFINITY)
    }
    const id = parameters['serverId']
    if (id === undefined) return []
    if (!isReading(operation)) return this.#change(id, call, response)
    return operation === 'showServer' && isAccepted(response) ? this.#show(id, response) : []
  }

  #change(id: string, call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const server = this.known(id)
    if (server === undefined) return []
    const isAlone = server.changes === 1
    this.cancel(call)
    if (isRejected(response)) return []
    const { exchange, receivedAt, sentAt, body } = response
    const { rest, currentFrom } = server
    this.forget(id)
    server.currentFrom = receivedAt + this.#graceMs
    if (!isAccepted(response) || !isAlone || rest === undefined || sentAt - rest.sentAt > maxAgeMs) return []
    const { kind, request, operation } = call
    const before = rest.server
    const isDeletion = operation === 'deleteServer'
    const effectFrom = receivedAt + this.#graceMs * (isDeletion ? graceFactors.deletion : graceFactors.others)
    const until = isDeletion ? Number.POSITIVE_INFINITY : Math.max(effectFrom, currentFrom) + maxAgeMs
    const responseContradictions = operation === 'updateServer' ? findOldState(call, before, body) : []
    const times = { effectFrom, othersFrom: currentFrom, until }
    server.pending = { kind, request, exchange, before, ...times, responseContradictions, held: undefined }
    return rest.sentAt >= currentFrom ? findUnneeded(server.pending, rest.exchange) : []
  }

  #show(id: string, { body, exchange, sentAt }: ObservedResponse): readonly Contradiction[] {
    const shown = resolvePointer(body, 'body/server')
    const server = this.known(id) ?? this.#learn(id, sentAt + this.#graceMs)
    if (server.changes > 0 || !isAtRest(shown, canonicalStatus(textAt(shown, 'status') ?? ''))) return []
    const { pending } = server
    const effects = pending && sentAt <= pending.until ? effectsOf(pending, shown) : undefined
    const { missing = [], other = [] } = effects ?? {}
    if (pending && missing.length > 0 && sentAt < pending.effectFrom) return []
    if (pending && other.length > 0 && sentAt < pending.othersFrom) {
      const earlier = pending.held
      pending.held = JSON.stringify(other)
      if (pending.held !== earlier) return []
    }
    server.pending = undefined
    server.rest = { server: shown, exchange, sentAt }
    const inResponse = (pending?.responseContradictions ?? []).filter(
      ({ at, expected }) => resolvePointer(body, at) === expected,
    )
    return [...missing, ...other, ...inResponse]
  }

  #learn(id: string, currentFrom: number): KnownServer {
    const server = { rest: undefined, pending: undefined, changes: 0, currentFrom }
    this.remember(id, server)
    return server
  }
}
