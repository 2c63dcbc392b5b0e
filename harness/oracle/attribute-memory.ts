import type { RequirementId } from '#model'
import type { AttributeRule, Reading, View, VisibilityTimes } from './attribute-rule.ts'
import { type Contradiction, exchangeName } from './observation.ts'

/** A value and the exchange that it is known from. */
interface KnownValue {
  readonly text: string
  readonly exchange: number
  /** When a response first showed it, in milliseconds since the epoch. */
  readonly since: number
}

/** A value in a list that is not what the resource itself showed. */
interface ListedValue {
  readonly text: string
  readonly exchange: number
  readonly view: Exclude<View, 'own'>
}

interface KnownValues {
  readonly requested: KnownValue | undefined
  readonly shown: KnownValue | undefined
}

/** A request whose effect has to be visible. */
interface Promised {
  readonly kind: string
  readonly exchange: number | undefined
  readonly requirement: RequirementId
  /** When the effect has to be visible, in milliseconds since the epoch. */
  readonly dueAt: number
}

/** What became of a request; `unknown` without a response, or with a server error. */
export type ChangeResult = 'accepted' | 'rejected' | 'unknown'

export const resultOf = (status: number): ChangeResult => {
  if (status >= 200 && status < 300) return 'accepted'
  return status >= 400 && status < 500 ? 'rejected' : 'unknown'
}

const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text || 'nothing')

/** What a run knows of one attribute of one resource. */
export class AttributeMemory {
  readonly rule: AttributeRule
  readonly #graceMs: number
  readonly #effectMs: number
  /** What the create request gave. */
  #requested: KnownValue | undefined
  /** What the resource itself last showed. */
  #shown: KnownValue | undefined
  /** Requests in progress that may change the value. */
  #changing = 0
  /** Whether the value may ever have been another one. */
  #wasChanged = false
  /** What was known before them; undefined once one of them may have changed the value. */
  #before: KnownValues | undefined
  /** Which values show the effect of all changes that have not been visible yet. */
  #effects: ((value: string) => boolean)[] = []
  /** When they have to be visible at the latest, in milliseconds since the epoch. */
  #visibleAt = 0
  /** The request that the only change was, if its effect is certain. */
  #promised: Promised | undefined
  /** Responses to requests sent before this time may not show the last change yet. */
  #certainFrom = 0
  /** What a list contradicted, until the resource itself shows which of the two is right. */
  #listed: ListedValue | undefined
  /** Contradicted once: the next response would only repeat it. */
  #isContradicted = false

  /** `request`: the description in the create request of exchange `exchange`. */
  constructor(rule: AttributeRule, { graceMs, effectMs }: VisibilityTimes, request?: unknown, exchange = 0) {
    this.rule = rule
    this.#graceMs = graceMs
    this.#effectMs = effectMs
    const text = rule.requested?.read(request)
    if (text !== undefined) this.#requested = { text, exchange, since: 0 }
  }

  /** A request that may change the value is about to be sent. */
  beginChange(): void {
    if (this.#changing === 0) this.#before = { requested: this.#requested, shown: this.#shown }
    this.#changing++
    this.#requested = undefined
    this.#shown = undefined
    this.#listed = undefined
  }

  /** Its response, that of exchange `exchange`, was complete at `receivedAt`. */
  endChange(kind: string, request: unknown, receivedAt: number, result: ChangeResult, exchange?: number): void {
    this.#changing--
    if (result !== 'rejected') {
      const { isEffect, isUncertainUntilEffect } = this.rule
      const requirement = result === 'accepted' ? this.rule.unkept?.(kind, request) : undefined
      const isOnlyChange = this.#effects.length === 0 && this.#changing === 0
      const dueAt = receivedAt + this.#effectMs
      this.#visibleAt = dueAt
      this.#promised = isOnlyChange && requirement ? { kind, exchange, requirement, dueAt } : undefined
      this.#before = undefined
      this.#wasChanged = true
      this.#certainFrom = isUncertainUntilEffect ? Number.POSITIVE_INFINITY : receivedAt + this.#graceMs
      this.#effects.push((value) => result === 'accepted' && isEffect?.(value, kind, request) === true)
    }
    if (this.#changing > 0 || this.#before === undefined) return
    this.#requested = this.#before.requested
    this.#shown = this.#before.shown
  }

  /** Another request may undo the effect of the last one, or keep it from showing. */
  forgetPromise(): void {
    this.#promised = undefined
  }

  /** Compares a response with what is known and learns from it. */
  read(description: unknown, reading: Reading): Contradiction | undefined {
    const text = this.rule.read(description)
    if (text === undefined || this.#isContradicted || (this.rule.ignoresLists && reading.isListed)) return undefined
    const [isEffect] = this.#effects
    const promised = this.#promised
    const lacksEffect = promised !== undefined && isEffect?.(text) === false
    if (lacksEffect && (reading.view !== 'own' || reading.sentAt < promised.dueAt)) return undefined
    if (this.#isPending(text, reading) || !this.#isSettled(text, reading)) return undefined
    if (lacksEffect) {
      this.#isContradicted = true
      return this.#brokenPromise(promised, text, reading)
    }
    if (reading.view === 'own') this.#promised = undefined
    return reading.view === 'own' ? this.#readOwn(text, reading) : this.#readList(text, reading, reading.view)
  }

  #readOwn(text: string, reading: Reading): Contradiction | undefined {
    const [requested, shown] = [this.#requested, this.#shown]
    const known =
      requested && !this.#agreesWithRequest(requested.text, text)
        ? requested
        : shown && !this.#agrees(shown.text, text) && shown
    if (known) {
      this.#isContradicted = true
      return this.#contradiction(known, text, reading)
    }
    // What the resource loses later is not what its creation is to blame for.
    if (text !== '' && this.rule.requested?.requirement !== undefined) this.#requested = undefined
    if (this.#shown?.text !== text) this.#shown = { text, exchange: reading.exchange, since: reading.sentAt }
    if (this.#listed === undefined) return undefined
    this.#isContradicted = true
    return this.#listContradiction(this.#listed, text, reading)
  }

  /** The list may be right: what the resource itself shows next decides. */
  #readList(text: string, { sentAt, exchange }: Reading, view: ListedValue['view']): undefined {
    const hasAlwaysBeen = !this.#wasChanged && this.rule.agrees === undefined
    const isComparable = this.#shown && (hasAlwaysBeen || this.#shown.since + this.#graceMs <= sentAt)
    if (isComparable && this.#shown && !this.#agrees(this.#shown.text, text)) this.#listed = { text, exchange, view }
  }

  #agrees(earlier: string, later: string): boolean {
    return earlier === later || this.rule.agrees?.(earlier, later) === true
  }

  #agreesWithRequest(requested: string, shown: string): boolean {
    const agrees = this.rule.requested?.agrees
    return agrees ? agrees(requested, shown) : this.#agrees(requested, shown)
  }

  /** Whether a change may still show, whose effect on the value is known. */
  #isPending(text: string, { sentAt }: Reading): boolean {
    if (this.rule.isEffect === undefined || sentAt >= this.#visibleAt) return false
    return this.#effects.some((isEffect) => !isEffect(text))
  }

  /** Whether the response can be expected to show the last change. */
  #isSettled(text: string, { sentAt, view }: Reading): boolean {
    if (this.#changing > 0) return false
    const isVisible = view === 'own' && this.#effects.length > 0 && this.#effects.every((isEffect) => isEffect(text))
    if (sentAt < this.#certainFrom && !isVisible) return false
    this.#effects = []
    this.#certainFrom = Math.min(this.#certainFrom, sentAt)
    return true
  }

  #contradiction(known: KnownValue, text: string, { pointer }: Reading): Contradiction {
    const { at, requirement } = this.rule
    const isRequested = known === this.#requested
    const source = isRequested ? 'the create request gave' : 'an earlier response showed'
    const name = exchangeName(known.exchange)
    return {
      requirement: (isRequested ? this.rule.requested?.requirement : undefined) ?? requirement,
      message: `${at} is not what ${source} (${name}), and no request in between was to change it.`,
      at: `${pointer}/${at}`,
      expected: `${shorten(known.text)} (${name})`,
      actual: shorten(text),
    }
  }

  #brokenPromise({ kind, exchange, requirement }: Promised, text: string, { pointer }: Reading): Contradiction {
    const { at } = this.rule
    const name = exchange === undefined ? 'an earlier request' : exchangeName(exchange)
    return {
      requirement,
      message: `${at} does not show the effect of ${kind}, which was accepted (${name}).`,
      at: `${pointer}/${at}`,
      expected: `the value that ${name} asked for`,
      actual: shorten(text),
    }
  }

  #listContradiction(listed: ListedValue, text: string, { pointer }: Reading): Contradiction {
    const { at } = this.rule
    const name = exchangeName(listed.exchange)
    return {
      requirement: listed.view.requirement,
      message: `${listed.view.list} (${name}) has another ${at} than showServer before and after it.`,
      at: `${pointer}/${at}`,
      expected: `${shorten(text)} in the list, too`,
      actual: `${shorten(listed.text)} (${name})`,
    }
  }
}
