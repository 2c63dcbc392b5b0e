import { resolvePointer } from '#contract'
import { canonicalStatus, type RequirementId, statusSequences } from '#model'
import { type Contradiction, exchangeName, isReading, type ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import { ServerRule } from './server-rule.ts'
import { isAtRest } from './server-view.ts'
import { mayChangeStatus, type StatusAction, statusActionOf } from './status-actions.ts'
import { isAccepted, isRejected, type TrafficCall } from './traffic-rule.ts'

/** An accepted action that has not come to its end. */
interface Course {
  readonly kind: string
  readonly exchange: number
  readonly acceptedAt: number
  readonly requirement: RequirementId
  /** The statuses that it goes through. */
  readonly statuses: readonly string[]
  /** False where it is not known in which status it began. */
  readonly isJudged: boolean
  /** Whether the server was shown on its way. */
  hasMoved: boolean
  /** When the server was first shown at rest where the action cannot have led. */
  wrongSince: number | undefined
}

interface KnownServer {
  /** The status in which the server was last shown at rest, until a request that may change it. */
  rest: { readonly status: string; readonly exchange: number; readonly sentAt: number } | undefined
  course: Course | undefined
  /** Requests in progress that may change the status. */
  changes: number
  /** From when on a response shows what the last request has done. */
  knownFrom: number
  /** The statuses that the server may have had: an old response may show them again. Undefined where it may have had any. */
  had: Set<string> | undefined
}

/** Statuses that a server may get at any time without a request. */
const unsolicitedStatuses = new Set(['ERROR', 'UNKNOWN', 'DELETED', 'SOFT_DELETED', ''])

/**
 * How many times as long as a change takes to be visible a server has to be at rest where an action does not end: by its task_state
 * nothing is being done any more. On the way a server may rest for minutes: until a resize is confirmed, or a shelved server leaves its host.
 */
const graceFactors = { outside: 1, before: 2, between: 60 }

/** Milliseconds for which a status counts as the current one: a server may be switched off from the inside, or by an unobserved client. */
const maxAgeMs = 10_000

function placeIn(statuses: readonly string[], status: string): keyof typeof graceFactors {
  if (status === statuses[0]) return 'before'
  return statuses.includes(status) ? 'between' : 'outside'
}

/** Compares the status of servers whose creation was observed with what accepted actions lead to, and where they are allowed. */
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
    server.course = undefined
    server.had = undefined
  }

  override observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { operation, resource = '' } = call
    if (operation === 'createServer' && isAccepted(response)) {
      const id = textAt(response.body, 'server/id')
      const created = { rest: undefined, course: undefined, changes: 0, had: new Set(['BUILD']) }
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
    const isAlone = server.changes === 1 && server.course === undefined
    this.cancel(call)
    if (isRejected(response)) return []
    const { exchange, receivedAt, sentAt } = response
    const isKnown = isAlone && server.rest !== undefined && sentAt - server.rest.sentAt <= maxAgeMs
    const rest = isKnown ? server.rest : undefined
    const { had } = server
    this.forget(call.resource ?? '')
    server.knownFrom = receivedAt + this.#graceMs
    const action = isAccepted(response) ? statusActionOf(call) : undefined
    if (action === undefined) return []
    for (const [, transition] of Object.values(action.ends))
      for (const status of statusSequences[transition] ?? []) had?.add(status)
    server.had = had
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
    // Where it is not known how the action began, it is known how it ends if it can end in one way only.
    const [requirement, transition] = (rest ? ends[rest.status] : onlyEnd(ends)) ?? []
    const statuses = statusSequences[transition ?? '']
    if (requirement !== undefined && statuses !== undefined) {
      const kind = call.kind.replace('actOnServer ', '')
      const begun = { kind, exchange, acceptedAt: receivedAt, requirement, statuses, isJudged: rest !== undefined }
      server.course = { ...begun, hasMoved: false, wrongSince: undefined }
    }
    return []
  }

  #show(server: KnownServer, { body, exchange, sentAt }: ObservedResponse): readonly Contradiction[] {
    const shown = resolvePointer(body, 'body/server')
    const status = canonicalStatus(textAt(shown, 'status') ?? '')
    const { course } = server
    if (server.changes > 0) return []
    const isRest = isAtRest(shown, status)
    if (course === undefined) {
      server.had?.add(status)
      if (isRest && sentAt >= server.knownFrom) server.rest = { status, exchange, sentAt }
      return []
    }
    if (sentAt < course.acceptedAt) return []
    const { statuses } = course
    course.hasMoved ||= status !== statuses[0] || !isRest
    if (!isRest) {
      course.wrongSince = undefined
      return statuses.includes(status) || unsolicitedStatuses.has(status)
        ? []
        : this.#end(server, course, leadsElsewhere(course, status))
    }
    if (status === statuses.at(-1)) {
      // One that ends where it began may not have begun to show.
      if (course.hasMoved || sentAt >= server.knownFrom) {
        server.rest = { status, exchange, sentAt }
        server.course = undefined
      }
      return []
    }
    if (unsolicitedStatuses.has(status)) {
      this.#end(server, course)
      return []
    }
    course.wrongSince ??= sentAt
    const place = placeIn(statuses, status)
    const isNew = place === 'outside' && server.had?.has(status) === false
    const isOver = isNew || sentAt - course.wrongSince >= this.#graceMs * graceFactors[place]
    return isOver ? this.#end(server, course, endsElsewhere(course, status)) : []
  }

  #end(server: KnownServer, course: Course, contradiction?: Contradiction): readonly Contradiction[] {
    server.course = undefined
    return course.isJudged && contradiction ? [contradiction] : []
  }
}

/** How an action ends that can end in one way only. */
const onlyEnd = (ends: StatusAction['ends']): StatusAction['ends'][string] | undefined => {
  const all = Object.values(ends)
  return all.length === 1 ? all[0] : undefined
}

const leadsElsewhere = ({ kind, exchange, statuses }: Course, status: string): Contradiction => ({
  requirement: 'servers.state.legal-transitions',
  message: `A server is ${status} after ${kind} (${exchangeName(exchange)}), which does not lead to that status.`,
  at: 'body/server/status',
  expected: statuses.join(', '),
  actual: status,
})

const endsElsewhere = ({ kind, exchange, requirement, statuses }: Course, status: string): Contradiction => ({
  // A server whose resize is not confirmed yet was resized nevertheless.
  requirement: status === 'VERIFY_RESIZE' ? 'servers.resize.auto-confirm' : requirement,
  message: `A server stays ${status} after ${kind} was accepted (${exchangeName(exchange)}).`,
  at: 'body/server/status',
  expected: statuses.at(-1) ?? '',
  actual: status,
})
