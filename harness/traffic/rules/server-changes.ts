import { resolvePointer } from '#contract'
import { canonicalStatus } from '#model'
import { type Contradiction, isReading, type ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import { type AcceptedChange, effectsOf, findOldState, findUnneeded } from './change-effects.ts'
import { ServerRule } from './server-rule.ts'
import { isAtRest } from './server-view.ts'
import { isAccepted, isRejected, type TrafficCall } from './traffic-rule.ts'

interface PendingChange extends AcceptedChange {
  /** From when on its effect has to be visible. */
  readonly effectFrom: number
  /** From when on no response shows the server as it was before `before`. */
  readonly othersFrom: number
  /** Until when a response is compared with the request: later, an unobserved client may have changed the server. */
  readonly until: number
  /** The value in the response to the request, which the server has to show unless that response is wrong. */
  readonly answered: readonly Contradiction[]
  /** A differing value in a response before `othersFrom`; it counts if the next response shows it again. */
  held: string | undefined
}

interface KnownServer {
  /** The server as it was last shown at rest, until a request that may change it. */
  rest: { readonly server: unknown; readonly exchange: number; readonly sentAt: number } | undefined
  pending: PendingChange | undefined
  /** Requests in progress that may change it. */
  changes: number
  /** From when on no response shows what was before the last request. */
  currentFrom: number
}

/** Milliseconds for which a description counts as current: an unobserved client may change the server. */
const maxAgeMs = 10_000

/** A server may seem unchanged for this many times `graceMs`. A deletion may begin later. */
const graceFactors = { deletion: 2, others: 1 }

/**
 * Compares what servers show before and after accepted requests: security groups added and removed, updates, and deletions without an
 * effect. Only a request that was alone between two responses with the server at rest is compared.
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
      // Nothing was different before.
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
    const answered = operation === 'updateServer' ? findOldState(call, before, body) : []
    const times = { effectFrom, othersFrom: currentFrom, until }
    server.pending = { kind, request, exchange, before, ...times, answered, held: undefined }
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
    const wrongAnswer = (pending?.answered ?? []).filter(({ at, expected }) => resolvePointer(body, at) === expected)
    return [...missing, ...other, ...wrongAnswer]
  }

  #learn(id: string, currentFrom: number): KnownServer {
    const server = { rest: undefined, pending: undefined, changes: 0, currentFrom }
    this.remember(id, server)
    return server
  }
}
