import { createHash } from 'node:crypto'
import { resolvePointer } from '#contract'
import { creationTime } from './creation-time.ts'
import type { ObservedCall, ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** The description of a server in one response. Times are milliseconds since the epoch. */
interface State {
  /** Hash of the description. */
  readonly state: string
  /** Hash of the description without the time of the last change. */
  readonly content: string
  readonly changedAt: number
  readonly receivedAt: number
}

/** The states of one server in the responses so far. */
interface ObservedStates {
  /** The state with the latest time of change. */
  newest: State
  /** State → when it was first received. */
  readonly all: Map<string, number>
  /** Whether the last response showed an older state than `newest`. */
  isOlderShown: boolean
}

const hash = (text: string): string => createHash('sha1').update(text).digest('base64')

function stateOf(server: object, changedAt: number, receivedAt: number): State {
  const state = hash(JSON.stringify(server))
  const content = hash(JSON.stringify({ ...server, updated: undefined }))
  return { state, content, changedAt, receivedAt }
}

/** The number of times that the newest state has to reappear after an older one. A target that lost a change never shows it again. */
const minRepetitions = 3

/**
 * Detects an eventually consistent target that spreads requests over replicas, some of which lag behind: responses alternate between the
 * state of a server before its last change and the state after it. The result of a test then depends on the replica that responds.
 */
export class StaleReadDetector {
  readonly #maxLagMs: number
  readonly #servers = new Map<string, ObservedStates>()
  #repetitions = 0
  #isNeverUpToDate = false

  /** `maxLagMs`: the maximum replication lag, in milliseconds; a target that shows an older state after that has a defect. */
  constructor(maxLagMs: number) {
    this.#maxLagMs = maxLagMs
  }

  /**
   * Records a response to showServer. Returns true once: for the response that proves stale reads. A description of a server other
   * than the one in the path is ignored.
   */
  observe(
    { operation, resource: id }: Pick<ObservedCall, 'operation' | 'resource'>,
    {
      status,
      body,
      date,
      sentAt,
      receivedAt,
    }: Pick<ObservedResponse, 'status' | 'body' | 'date' | 'sentAt' | 'receivedAt'>,
  ): boolean {
    if (operation !== 'showServer' || status >= 300) return false
    const server = resolvePointer(body, 'body/server')
    const changedAt = Date.parse(textAt(server, 'updated') ?? '')
    if (typeof server !== 'object' || server === null || Number.isNaN(changedAt)) return false
    if (id === undefined || textAt(server, 'id') !== id) return false
    // A time in the future is wrong, and does not show which of two states is older.
    if (changedAt > creationTime(date, sentAt, receivedAt).toMs) return false
    const present = stateOf(server, changedAt, receivedAt)
    const { state, content } = present
    const seen = this.#servers.get(id) ?? { newest: present, all: new Map(), isOlderShown: false }
    this.#servers.set(id, seen)
    const { newest, all } = seen
    const isNewest = changedAt > newest.changedAt || state === newest.state
    // A state that was first received after the newest one, or differs from it only in the time of change, has a wrong time; it is not
    // an older state. Responses to concurrent requests may arrive in any order.
    const isEarlier = (all.get(state) ?? receivedAt) < newest.receivedAt && content !== newest.content
    if (changedAt < newest.changedAt && sentAt > newest.receivedAt && isEarlier) {
      seen.isOlderShown = true
      this.#isNeverUpToDate ||= sentAt - newest.receivedAt > this.#maxLagMs
    }
    if (!all.has(state)) all.set(state, receivedAt)
    if (!isNewest) return false
    if (state !== newest.state) seen.newest = present
    const isNewerAgain = seen.isOlderShown
    seen.isOlderShown = false
    return isNewerAgain && !this.#isNeverUpToDate && ++this.#repetitions === minRepetitions
  }
}
