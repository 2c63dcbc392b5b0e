import { resolvePointer } from '#contract'
import { canonicalStatus, type RequirementId, statusSequences } from '#model'
import { type Contradiction, exchangeName, isReading, type ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import { ServerRule } from './server-rule.ts'
import { isAtRest } from './server-view.ts'
import { mayChangeStatus, type StatusAction, statusActionOf } from './status-actions.ts'
import { isAccepted, isRejected, type TrafficCall } from './traffic-rule.ts'

/** An accepted action that has not ended. */
interface ActionProgress {
  readonly kind: string
  readonly exchange: number
  readonly acceptedAt: number
  readonly requirement: RequirementId
  /** The statuses that it goes through. */
  readonly statuses: readonly string[]
  /** Whether the status in which it began is known. */
  readonly isStartKnown: boolean
  /** Whether a response showed that the action has begun. */
  hasBegun: boolean
  /** Whether the server was shown at rest in the last status: the action has ended, or not begun yet if it began in that status. */
  mayHaveEnded: boolean
  /** When a response first showed the server at rest in a status that is not the end of the action. */
  wrongSince: number | undefined
}

interface KnownServer {
  /** The last status of the server at rest; undefined after a request that may change it. */
  rest: { readonly status: string; readonly exchange: number; readonly sentAt: number } | undefined
  progress: ActionProgress | undefined
  /** How many requests in progress may change the status. */
  changes: number
  /** When every response must show the effect of the last request at the latest, in milliseconds since the epoch. */
  knownFrom: number
  /** The statuses that the server may have had, which a stale response may show again; undefined if it may have had any. */
  possibleStatuses: Set<string> | undefined
}

/** Statuses that a server may enter at any time without a request. */
const unsolicitedStatuses = new Set(['ERROR', 'UNKNOWN', 'DELETED', 'SOFT_DELETED', ''])

/**
 * A server that stays at rest in a status other than the last one of an action, for this many times `graceMs`, shows that the action did
 * not reach its end. In an intermediate status a server may be at rest for minutes: until a resize is confirmed, or a shelved server is
 * offloaded.
 */
const graceFactors = { outside: 1, before: 2, between: 60 }

/** How long a status counts as current, in milliseconds: a server may shut itself down, or an unobserved client may change it. */
const maxAgeMs = 10_000

function positionIn(statuses: readonly string[], status: string): keyof typeof graceFactors {
  if (status === statuses[0]) return 'before'
  return statuses.includes(status) ? 'between' : 'outside'
}

/**
 * Compares the status of servers whose creation was observed with the statuses in which accepted actions are allowed, and with those they
 * lead to.
 */
export class ServerStates extends ServerRule<KnownServer> {
  readonly #graceMs: number

  constructor(graceMs: number) {
    super()
    this.#graceMs = graceMs
  }

  protected override changedBy(call: TrafficCall): string | undefined {
    return mayChangeStatus(call, isReading(call.operation)) ? call.resource : undefined
  }

  forget(resource: string): void {
    const server = this.known(resource)
    if (server === undefined) return
    server.rest = undefined
    server.progress = undefined
    server.possibleStatuses = undefined
  }

  override observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { operation, resource = '' } = call
    if (operation === 'createServer' && isAccepted(response)) {
      const id = textAt(response.body, 'server/id')
      const created = { rest: undefined, progress: undefined, changes: 0, possibleStatuses: new Set(['BUILD']) }
      const knownFrom = response.receivedAt
      if (id) this.remember(id, { ...created, knownFrom })
    }
    if (operation === 'deleteServer' && !isRejected(response)) this.drop(resource)
    const server = this.known(resource)
    if (server === undefined) return []
    if (this.changedBy(call) !== undefined) return this.#change(server, call, response)
    return operation === 'showServer' && isAccepted(response) ? this.#show(server, response) : []
  }

  #change(server: KnownServer, call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const isAlone = server.changes === 1 && server.progress === undefined
    this.cancel(call)
    if (isRejected(response)) return []
    const { exchange, receivedAt, sentAt } = response
    const isKnown = isAlone && server.rest !== undefined && sentAt - server.rest.sentAt <= maxAgeMs
    const rest = isKnown ? server.rest : undefined
    const { possibleStatuses } = server
    this.forget(call.resource ?? '')
    server.knownFrom = receivedAt + this.#graceMs
    const action = isAccepted(response) ? statusActionOf(call) : undefined
    if (action === undefined) return []
    for (const [, transition] of Object.values(action.ends))
      for (const status of statusSequences[transition] ?? []) possibleStatuses?.add(status)
    server.possibleStatuses = possibleStatuses
    const { only, never, ends } = action
    const isForbidden =
      rest && (never?.statuses.includes(rest.status) ?? only?.statuses.includes(rest.status) === false)
    const forbiddenBy = (never ?? only)?.requirement
    if (isForbidden && forbiddenBy !== undefined)
      return [
        {
          requirement: forbiddenBy,
          message: `An action was accepted for a server that is ${rest.status} (${exchangeName(rest.exchange)}).`,
          at: 'status',
          expected: '409',
          actual: `${response.status} for ${call.kind.replace('actOnServer ', '')}`,
        },
      ]
    // If the status before the action is not known, its end is known only if there is a single one.
    const [requirement, transition] = (rest ? ends[rest.status] : onlyEnd(ends)) ?? []
    const statuses = statusSequences[transition ?? '']
    if (requirement !== undefined && statuses !== undefined) {
      const kind = call.kind.replace('actOnServer ', '')
      const begun = { kind, exchange, acceptedAt: receivedAt, requirement, statuses, isStartKnown: rest !== undefined }
      server.progress = { ...begun, hasBegun: false, mayHaveEnded: false, wrongSince: undefined }
    }
    return []
  }

  #show(server: KnownServer, { body, exchange, sentAt }: ObservedResponse): readonly Contradiction[] {
    const shown = resolvePointer(body, 'body/server')
    const status = canonicalStatus(textAt(shown, 'status') ?? '')
    const { progress } = server
    if (server.changes > 0) return []
    const isRest = isAtRest(shown, status)
    if (progress === undefined) {
      server.possibleStatuses?.add(status)
      if (isRest && sentAt >= server.knownFrom) server.rest = { status, exchange, sentAt }
      return []
    }
    if (sentAt < progress.acceptedAt) return []
    const { statuses } = progress
    if (!isRest && statuses.includes(status)) progress.mayHaveEnded = false
    progress.hasBegun ||= status !== statuses[0] || !isRest
    if (!isRest) {
      progress.wrongSince = undefined
      if (statuses.includes(status) || unsolicitedStatuses.has(status)) return []
      return this.#end(server, progress, leadsElsewhere(progress, status))
    }
    if (status === statuses.at(-1)) {
      progress.mayHaveEnded = true
      // An action may end in the status in which it began, so this response may be from before its beginning.
      if (progress.hasBegun || sentAt >= server.knownFrom) {
        server.rest = { status, exchange, sentAt }
        server.progress = undefined
      }
      return []
    }
    if (unsolicitedStatuses.has(status)) {
      this.#end(server, progress)
      return []
    }
    progress.wrongSince ??= sentAt
    const position = positionIn(statuses, status)
    const isNew = position === 'outside' && server.possibleStatuses?.has(status) === false
    const isOver = isNew || sentAt - progress.wrongSince >= this.#graceMs * graceFactors[position]
    return isOver ? this.#end(server, progress, endsElsewhere(progress, status)) : []
  }

  /** After the end of an action an operator may migrate the server, or it may shut itself down, which is no result of the action. */
  #end(server: KnownServer, progress: ActionProgress, contradiction?: Contradiction): readonly Contradiction[] {
    server.progress = undefined
    return progress.isStartKnown && !progress.mayHaveEnded && contradiction ? [contradiction] : []
  }
}

/** Returns the end of an action that has only one. */
const onlyEnd = (ends: StatusAction['ends']): StatusAction['ends'][string] | undefined => {
  const all = Object.values(ends)
  return all.length === 1 ? all[0] : undefined
}

const leadsElsewhere = ({ kind, exchange, statuses }: ActionProgress, status: string): Contradiction => ({
  requirement: 'servers.state.legal-transitions',
  message: `A server is ${status} after ${kind} (${exchangeName(exchange)}), which does not lead to that status.`,
  at: 'body/server/status',
  expected: statuses.join(', '),
  actual: status,
})

const endsElsewhere = ({ kind, exchange, requirement, statuses }: ActionProgress, status: string): Contradiction => ({
  // A server in VERIFY_RESIZE was resized; only the automatic confirmation is missing.
  requirement: status === 'VERIFY_RESIZE' ? 'servers.resize.auto-confirm' : requirement,
  message: `A server stays ${status} after ${kind} was accepted (${exchangeName(exchange)}).`,
  at: 'body/server/status',
  expected: statuses.at(-1) ?? '',
  actual: status,
})
