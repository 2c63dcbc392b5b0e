import { createHash } from 'node:crypto'
import { resolvePointer } from '#contract'
import type { ObservedCall, ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** What a server shows, and when that was first received. Both are hashes; the content is all but the time of the last change. */
interface State {
  readonly state: string
  readonly content: string
  readonly changedAt: number
  readonly receivedAt: number
}

/** What a run has seen of one server. */
interface SeenStates {
  /** The state with the latest time of change. */
  newest: State
  /** State → when it was first received. */
  readonly all: Map<string, number>
  /** Whether an older state was the last that was shown. */
  isOlderShown: boolean
}

const hash = (text: string): string => createHash('sha1').update(text).digest('base64')

function stateOf(server: object, changedAt: number, receivedAt: number): State {
  const state = hash(JSON.stringify(server))
  const content = hash(JSON.stringify({ ...server, updated: undefined }))
  return { state, content, changedAt, receivedAt }
}

/** How often a newer state has to follow an older one that was shown again: a target that lost a change shows it no more. */
const minReturns = 3

/** What it means that older states are served, for the report. */
export const olderStatesReason =
  'Reads showed older states of servers again after newer ones, as replicas do of which some are late; test one replica to decide.'

/**
 * Recognizes a target whose replicas take turns although some are late: it shows a server as it was before its last change, then as
 * it is, then as it was. What a test makes of such reads depends on which replica it meets.
 */
export class OlderStates {
  readonly #maxLagMs: number
  readonly #servers = new Map<string, SeenStates>()
  #returns = 0
  #isNeverUpToDate = false

  /** `maxLagMs`: after that time every replica has a change; a target that shows an older state later has a defect. */
  constructor(maxLagMs: number) {
    this.#maxLagMs = maxLagMs
  }

  /**
   * Looks at a response to showServer. Returns true for the one that proves that older states are served. A description of another
   * server proves nothing.
   */
  observe(
    { operation, resource: id }: Pick<ObservedCall, 'operation' | 'resource'>,
    { status, body, sentAt, receivedAt }: Pick<ObservedResponse, 'status' | 'body' | 'sentAt' | 'receivedAt'>,
  ): boolean {
    if (operation !== 'showServer' || status >= 300) return false
    const server = resolvePointer(body, 'body/server')
    const changedAt = Date.parse(textAt(server, 'updated') ?? '')
    if (typeof server !== 'object' || server === null || Number.isNaN(changedAt)) return false
    if (id === undefined || textAt(server, 'id') !== id) return false
    const present = stateOf(server, changedAt, receivedAt)
    const { state, content } = present
    const seen = this.#servers.get(id) ?? { newest: present, all: new Map(), isOlderShown: false }
    this.#servers.set(id, seen)
    const { newest, all } = seen
    const isNewest = changedAt > newest.changedAt || state === newest.state
    // A state that came after the newest one, or differs from it in the time alone, has a wrong time. A response that was on its way
    // at the same time may be older.
    const isEarlier = (all.get(state) ?? receivedAt) < newest.receivedAt && content !== newest.content
    if (changedAt < newest.changedAt && sentAt > newest.receivedAt && isEarlier) {
      seen.isOlderShown = true
      this.#isNeverUpToDate ||= sentAt - newest.receivedAt > this.#maxLagMs
    }
    if (!all.has(state)) all.set(state, receivedAt)
    if (!isNewest) return false
    if (state !== newest.state) seen.newest = present
    const isReturn = seen.isOlderShown
    seen.isOlderShown = false
    return isReturn && !this.#isNeverUpToDate && ++this.#returns === minReturns
  }
}
