import type { ResourceKind } from '#model'

/** The state of a resource according to GET; `unknown` without a conclusive response. */
export type ShownState =
  | { readonly is: 'present'; readonly status: string; readonly isBusy: boolean }
  | { readonly is: 'absent' }
  | { readonly is: 'unknown' }

/** The state of a resource according to its list and its own URL, at one moment. */
export interface ExistenceObservation {
  /** Whether the list contains it; undefined when the list cannot be read. */
  readonly isListed: boolean | undefined
  /** Whether the target finds nothing of the kind, not even the list. Then only an accepted DELETE says that a resource is gone. */
  readonly isUnserved?: boolean
  readonly shown: ShownState
}

/** The next step of a deletion. */
export type DeletionStep =
  | { readonly action: 'delete' | 'wait' | 'gone' }
  | {
      readonly action: 'give-up'
      /** Why the resource still exists. */
      readonly reason: string
      /** True when the target has shown that its DELETE has no effect, or rejects the deletion of a resource at rest. */
      readonly isViolation: boolean
    }

/** The timeouts of a deletion. */
export interface DeletionLimits {
  /** Milliseconds after which the effect of an accepted DELETE shows on a resource without a task in progress. */
  readonly propagationMs: number
  /** Milliseconds that a deletion in progress may take. */
  readonly deleteMs: number
}

/** Rejections that a retry does not change. */
const finalStatuses = [401, 403, 405, 411, 415, 501]
/** Rejections that may be temporary: in use, locked, over a limit. Cinder responds with 400 for a volume in use. */
const temporaryStatuses = [408, 409, 413, 423, 429]
/** The number of rejected DELETE requests after which the rejection counts as final. */
const minRejections = 4

/** How many consecutive checks must find nothing where no DELETE was accepted: one of several replicas may not know the resource. */
const minAbsences = 4

/** Tells whether a DELETE removes a resource of this kind before it responds. */
const isRemovedAtOnce = (kind: ResourceKind): boolean => ['keypair', 'server-group', 'port'].includes(kind)

/** Consecutive DELETE requests that were rejected with the same status. */
interface RejectionRun {
  readonly status: number
  readonly count: number
  readonly since: number
}

/**
 * Decides the next step in the deletion of one resource from the responses so far. A resource is gone when no
 * list and no show has it any more; where one of them cannot be read, an accepted DELETE is trusted. It is left behind when a
 * list or a show still has it after two DELETE requests and the time that an effect may take. All times in milliseconds.
 */
export class DeletionProgress {
  readonly #kind: ResourceKind
  readonly #limits: DeletionLimits
  #deletes = 0
  #lastDeleteAt = 0
  /** When a DELETE first succeeded: it was accepted, or the target said that the resource does not exist. */
  #succeededAt: number | undefined
  #wasAccepted = false
  #isAbsent = false
  /** The number of consecutive checks that found nothing. */
  #absences = 0
  #rejections: RejectionRun | undefined
  /** The latest state and since when it has been shown. */
  #state = { text: '', since: 0 }
  #observation: ExistenceObservation = { isListed: undefined, shown: { is: 'unknown' } }

  constructor(kind: ResourceKind, limits: DeletionLimits) {
    this.#kind = kind
    this.#limits = limits
  }

  /** Whether a DELETE of the resource was accepted. */
  get wasAccepted(): boolean {
    return this.#wasAccepted
  }

  get hasStarted(): boolean {
    return this.#deletes > 0
  }

  /** Why the resource still exists, by the latest observation; undefined before the first DELETE. */
  get reason(): string | undefined {
    if (this.#deletes === 0) return undefined
    if (this.#rejections === undefined) return this.#describe(this.#observation)
    const { status } = this.#rejections
    return status === 0 ? 'DELETE got no response' : `DELETE returned ${status}`
  }

  /** Records the response to a DELETE. `status`: 0 when there was none. */
  recordDelete(status: number, now: number): void {
    this.#deletes++
    this.#lastDeleteAt = now
    this.#isAbsent = status === 404 || status === 410
    const isAccepted = status >= 200 && status < 300
    // A second DELETE may be rejected in place of 404.
    const isHidden = this.#wasAccepted && (status === 400 || status === 403)
    this.#wasAccepted ||= isAccepted
    if (isAccepted || this.#isAbsent || isHidden) {
      this.#succeededAt ??= now
      this.#rejections = undefined
      return
    }
    const { status: last, count, since } = this.#rejections ?? { status, count: 0, since: now }
    this.#rejections = last === status ? { status, count: count + 1, since } : { status, count: 1, since: now }
  }

  /** `isRecent`: the resource was created a moment ago, so that reads may not show it yet. */
  next(observation: ExistenceObservation, now: number, isRecent = false): DeletionStep {
    const { shown, isListed } = observation
    this.#observation = observation
    const text = shown.is === 'present' ? `${shown.status} ${shown.isBusy} ${isListed}` : `${shown.is} ${isListed}`
    if (text !== this.#state.text) this.#state = { text, since: now }
    const isGone = this.#isGone(observation)
    if (isGone && observation.isUnserved && !this.#wasAccepted)
      return this.#deletes === 0 ? { action: 'delete' } : this.#giveUp(false)
    this.#absences = isGone ? this.#absences + 1 : 0
    if (isGone && isRecent && this.#deletes === 0) return { action: 'delete' }
    if (isGone) return { action: this.#wasAccepted || this.#absences >= minAbsences ? 'gone' : 'wait' }
    if (this.#deletes === 0) return { action: 'delete' }
    if (this.#rejections) return this.#afterRejection(this.#rejections, shown, now)
    return this.#afterSuccess(observation, now)
  }

  #isGone({ isListed, shown }: ExistenceObservation): boolean {
    if (isListed === true) return false
    if (shown.is === 'absent') return true
    // A resource that is still shown after an accepted DELETE is gone if the list and a second DELETE agree on that.
    if (shown.is === 'present') return isListed === false && this.#wasAccepted && this.#isAbsent
    return this.#isAbsent || (this.#wasAccepted && (isListed === false || isRemovedAtOnce(this.#kind)))
  }

  #afterRejection({ status, count, since }: RejectionRun, shown: ShownState, now: number): DeletionStep {
    const isBusy = shown.is === 'present' && shown.isBusy
    const isFinal = finalStatuses.includes(status)
    if (isFinal || (count >= minRejections && now - since > this.#rejectionMs(status, isBusy))) {
      const isViolation = shown.is === 'present' && !isBusy && status === 409
      return this.#giveUp(isViolation)
    }
    const delay = Math.min(250 * 1.5 ** (count - 1), 5_000)
    return { action: now - this.#lastDeleteAt >= delay ? 'delete' : 'wait' }
  }

  /** Returns the time, in milliseconds, for which DELETE is retried while it is rejected with this status. */
  #rejectionMs(status: number, isBusy: boolean): number {
    const { propagationMs, deleteMs } = this.#limits
    const isTemporary = temporaryStatuses.includes(status) || (status === 400 && this.#kind === 'volume')
    if (isTemporary) return isBusy ? deleteMs : propagationMs
    return propagationMs / (status >= 500 || status === 0 ? 2 : 4)
  }

  /**
   * Decides the next step after a DELETE that was accepted or returned 404, although a list or show still has the
   * resource.
   */
  #afterSuccess({ isListed, shown }: ExistenceObservation, now: number): DeletionStep {
    const { propagationMs, deleteMs } = this.#limits
    const succeededAt = this.#succeededAt ?? now
    const isBusy = shown.is === 'present' && shown.isBusy
    const isUnlisted = isListed === false && shown.is === 'present' && !isBusy
    const isSoftDeleted = shown.is === 'present' && /^soft_?deleted$/i.test(shown.status)
    // Another replica may still have the resource that the one which received the DELETE does not know.
    const isContradicted = this.#isAbsent && !this.#wasAccepted && shown.is === 'present'
    const isDue = isUnlisted || isSoftDeleted || isContradicted || now - succeededAt > propagationMs / (isBusy ? 1 : 2)
    // A target may have several keypairs of one name, and delete one at a time.
    const minDeletes = isRemovedAtOnce(this.#kind) || isContradicted ? 5 : 2
    if (this.#deletes < minDeletes) return { action: isDue ? 'delete' : 'wait' }
    const stableMs = now - Math.max(succeededAt, isBusy ? 0 : this.#state.since)
    // A resource that appears and disappears in turn never has a stable state.
    const isTooLong = !isBusy && now - succeededAt > 2 * propagationMs
    const isOver =
      (isTooLong || stableMs > (isBusy ? deleteMs : propagationMs)) && now - this.#lastDeleteAt > propagationMs / 2
    return isOver ? this.#giveUp(shown.is === 'present' || isListed === true) : { action: 'wait' }
  }

  #giveUp(isViolation: boolean): DeletionStep {
    return { action: 'give-up', reason: this.reason ?? 'DELETE was not sent', isViolation }
  }

  #describe({ isListed, shown }: ExistenceObservation): string {
    const result = this.#wasAccepted ? 'DELETE was accepted' : 'DELETE returned 404'
    if (shown.is === 'present')
      return `${result}, but it still exists${shown.status === '' ? '' : ` (${shown.status})`}`
    if (isListed === true) return `${result}, but the list still contains it`
    return `${result}, but neither a list nor a show says that it is gone`
  }
}
