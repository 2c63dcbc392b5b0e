import type { RequirementId } from '#model'
import { type Contradiction, exchangeName } from './observation.ts'

/** What is true of an attribute of a resource in every response, whichever exchanges one compares. */
export interface AttributeRule {
  /** Where the attribute is in the description of the resource. */
  readonly at: string
  /** The requirement that a resource which shows another value violates. */
  readonly requirement: RequirementId
  /** The value in a form in which equal values are equal texts; undefined when there is none to compare. */
  read(description: unknown): string | undefined
  /** What a create request gives, for attributes that it names. */
  readonly requested?: RequestedValue
  /** Operations and actions that may change the attribute; by default none does. */
  readonly changedBy?: readonly string[]
  /** Whether a value shows the effect of such a request. */
  isEffect?(value: string, kind: string, request: unknown): boolean
  /**
   * The requirement that an accepted request violates which has not led to its effect (`isEffect`) once a change is visible;
   * undefined for a request of which the effect is not certain.
   */
  unkept?(kind: string, request: unknown): RequirementId | undefined
  /** True when a resize that takes away the value, or a part of it, violates its own requirement. */
  readonly blamesResize?: boolean
  /** True when the attribute is only certain while the resource is at rest. */
  readonly onlyAtRest?: boolean
  /** True when nothing is certain after an accepted request before its effect shows, however long that takes. */
  readonly isUncertainUntilEffect?: boolean
  /** Whether a later value is compatible with an earlier one; by default they have to be equal. */
  agrees?(earlier: string, later: string): boolean
}

/** What a create request says about an attribute. */
export interface RequestedValue {
  /** The value in the same form as `AttributeRule.read`; undefined when the request leaves it open. */
  read(request: unknown): string | undefined
  /** The requirement that a resource with another value violates; by default that of the attribute. */
  readonly requirement?: RequirementId
  /** Whether a value is what was requested; by default as for two values that were shown. */
  agrees?(requested: string, shown: string): boolean
}

/** The resource itself, or a list of which the requirement says that it shows the same. */
export type View = 'own' | { readonly list: string; readonly requirement: RequirementId }

/** A response that shows the attribute. */
export interface Reading {
  readonly exchange: number
  readonly sentAt: number
  /** Pointer to the description of the resource in the response. */
  readonly pointer: string
  /** Lists may lag behind the resource itself. */
  readonly view: View
  /** The latest time that the target's clock can have had, in milliseconds since the epoch. */
  readonly nowMs: number
}

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
}

/** What became of a request; `unknown` without a response, or with a server error. */
export type ChangeResult = 'accepted' | 'rejected' | 'unknown'

const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text || 'nothing')

/** What a run knows of one attribute of one resource. */
export class AttributeMemory {
  readonly rule: AttributeRule
  readonly #graceMs: number
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
  /** The request that the only change was, if its effect is certain. */
  #promised: Promised | undefined
  /** Responses to requests sent before this time may not show the last change yet. */
  #certainFrom = 0
  /** What a list contradicted, until the resource itself shows which of the two is right. */
  #listed: ListedValue | undefined
  /** Contradicted once: the next response would only repeat it. */
  #isContradicted = false

  /** `graceMs`: how long an effect may take to show. `request`: the description in the create request of exchange `exchange`. */
  constructor(rule: AttributeRule, graceMs: number, request?: unknown, exchange = 0) {
    this.rule = rule
    this.#graceMs = graceMs
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
      this.#promised = isOnlyChange && requirement ? { kind, exchange, requirement } : undefined
      this.#before = undefined
      this.#wasChanged = true
      this.#certainFrom = isUncertainUntilEffect ? Number.POSITIVE_INFINITY : receivedAt + this.#graceMs
      this.#effects.push((value) => result === 'accepted' && isEffect?.(value, kind, request) === true)
    }
    if (this.#changing > 0 || this.#before === undefined) return
    this.#requested = this.#before.requested
    this.#shown = this.#before.shown
  }

  /** Compares a response with what is known and learns from it. */
  read(description: unknown, reading: Reading): Contradiction | undefined {
    const text = this.rule.read(description)
    if (text === undefined || this.#isContradicted) return undefined
    const [isEffect] = this.#effects
    if (!this.#isSettled(text, reading)) return undefined
    if (reading.view === 'own') {
      const promised = this.#promised
      this.#promised = undefined
      if (promised && isEffect && !isEffect(text)) {
        this.#isContradicted = true
        return this.#brokenPromise(promised, text, reading)
      }
    }
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
