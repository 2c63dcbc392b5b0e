import type { RequirementId } from '#model'
import type { AttributeRule, ReadContext, View, VisibilityTimes } from './attribute-rule.ts'
import type { EndedChange } from './change-result.ts'
import { type Contradiction, exchangeName } from './observation.ts'

/** A value, and the exchange whose request or response contained it. */
export interface KnownValue {
  readonly text: string
  readonly exchange: number
  /** When a response first showed it, in milliseconds since the epoch. */
  readonly since: number
}

/** A value in a list that differs from the last response about the resource itself. */
interface ListedValue {
  readonly text: string
  readonly exchange: number
  readonly view: Exclude<View, 'own'>
}

interface KnownValues {
  readonly requested: KnownValue | undefined
  readonly shown: KnownValue | undefined
}

/** The effect of a request that may have changed the value. */
interface PendingEffect {
  /** Tells whether a value shows the effect. */
  isVisible(value: string): boolean
  /** Whether the request was accepted and `isVisible` cannot recognize its effect. */
  readonly isUnknown: boolean
  /** Whether a response to a later request showed the resource. */
  isShownAfter: boolean
}

/** The effect that an accepted request must have. */
interface ExpectedEffect {
  readonly kind: string
  readonly exchange: number | undefined
  readonly requirement: RequirementId
  /** When the effect has to be visible, in milliseconds since the epoch. */
  readonly dueAt: number
}

/** Returns the beginning of a long value for a message. */
const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text || 'nothing')

/** Records the values of one attribute of one resource, requested and shown, and compares responses with them. */
export class AttributeMemory {
  readonly rule: AttributeRule
  readonly #graceMs: number
  readonly #effectMs: number
  /** The value in the create request. */
  #requested: KnownValue | undefined
  /** The value in the last response about the resource itself. */
  #shown: KnownValue | undefined
  /** Requests in progress that may change the value. */
  #changing = 0
  /** Whether any request may have changed the value since the creation. */
  #wasChanged = false
  /** The values known before those requests; undefined once one of them may have changed the value. */
  #before: KnownValues | undefined
  /** The changes that have not become visible yet. */
  #effects: PendingEffect[] = []
  /** When those changes have to be visible at the latest, in milliseconds since the epoch. */
  #visibleAt = 0
  /** The effect of the last change, if it was the only one and its effect is certain. */
  #expectedEffect: ExpectedEffect | undefined
  /** Responses to requests sent before this time, in milliseconds since the epoch, need not show the last change yet. */
  #certainFrom = 0
  /** A list that contradicted the resource, until the next response about the resource shows which of the two is right. */
  #listed: ListedValue | undefined
  /** Whether a contradiction was returned; each attribute has at most one. */
  #isContradicted = false

  /** `request`: the description in the create request of exchange `exchange`. */
  constructor(rule: AttributeRule, { graceMs, effectMs }: VisibilityTimes, request?: unknown, exchange = 0) {
    this.rule = rule
    this.#graceMs = graceMs
    this.#effectMs = effectMs
    const text = rule.requested?.read(request)
    if (text !== undefined) this.#requested = { text, exchange, since: 0 }
  }

  /** The value that the resource last showed, or as long as it showed none, that of the create request; undefined while it may change. */
  get known(): KnownValue | undefined {
    return this.#shown ?? this.#requested
  }

  /** Stops comparing: a request that may change the value is about to be sent. */
  beginChange(): void {
    if (this.#changing === 0) this.#before = { requested: this.#requested, shown: this.#shown }
    this.#changing++
    this.#requested = undefined
    this.#shown = undefined
    this.#listed = undefined
  }

  /** Ends what `beginChange` began. */
  endChange({ kind, request, receivedAt, result, exchange }: EndedChange): void {
    this.#changing--
    if (result !== 'rejected') {
      const { isEffect, isUncertainUntilEffect } = this.rule
      const isUnknown = result === 'accepted' && this.rule.hasKnownEffect?.(kind) === false
      const requirement = result === 'accepted' ? this.rule.effectRequirement?.(kind, request) : undefined
      const isOnlyChange = this.#effects.length === 0 && this.#changing === 0
      const dueAt = receivedAt + this.#effectMs
      this.#visibleAt = dueAt
      this.#expectedEffect = isOnlyChange && requirement ? { kind, exchange, requirement, dueAt } : undefined
      this.#before = undefined
      this.#wasChanged = true
      this.#certainFrom = isUncertainUntilEffect ? Number.POSITIVE_INFINITY : receivedAt + this.#graceMs
      if (result === 'accepted' && !isUnknown)
        this.#effects = this.#effects.filter((effect) => !effect.isUnknown || !effect.isShownAfter)
      const isVisible = (value: string) => result === 'accepted' && isEffect?.(value, kind, request) === true
      this.#effects.push({ isVisible, isUnknown, isShownAfter: false })
    }
    if (this.#changing > 0 || this.#before === undefined) return
    this.#requested = this.#before.requested
    this.#shown = this.#before.shown
  }

  /** Expects no effect of the last change any more: another request may undo it, or prevent it from becoming visible. */
  forgetExpectedEffect(): void {
    this.#expectedEffect = undefined
  }

  /** Records that the changes whose effect cannot be recognized are over. */
  endUnknownChanges(): void {
    if (this.#changing > 0 || !this.#effects.every(({ isUnknown }) => isUnknown)) return
    this.#effects = []
    this.#certainFrom = 0
  }

  /** Compares the description of the resource in a response with the recorded values, and records it. */
  read(description: unknown, context: ReadContext): Contradiction | undefined {
    const text = this.rule.read(description)
    if (text === undefined || this.#isContradicted || (this.rule.ignoresLists && context.isListed)) return undefined
    if (context.view === 'own') for (const effect of this.#effects) effect.isShownAfter = true
    const [effect] = this.#effects
    const promised = this.#expectedEffect
    const lacksEffect = promised !== undefined && effect?.isVisible(text) === false
    if (lacksEffect && (context.view !== 'own' || context.sentAt < promised.dueAt)) return undefined
    if (this.#isPending(text, context) || !this.#isSettled(text, context)) return undefined
    if (lacksEffect) {
      this.#isContradicted = true
      return this.#missingEffect(promised, text, context)
    }
    if (context.view === 'own') this.#expectedEffect = undefined
    return context.view === 'own' ? this.#readOwn(text, context) : this.#readList(text, context, context.view)
  }

  #readOwn(text: string, context: ReadContext): Contradiction | undefined {
    const contradicted = this.#contradictedBy(text)
    if (contradicted) {
      this.#isContradicted = true
      return this.#contradiction(contradicted, text, context)
    }
    // A value that was shown once and is lost later does not violate the requirement about the create request.
    if (text !== '' && this.rule.requested?.requirement !== undefined) this.#requested = undefined
    if (this.#shown?.text !== text) this.#shown = { text, exchange: context.exchange, since: context.sentAt }
    if (this.#listed === undefined) return undefined
    this.#isContradicted = true
    return this.#listContradiction(this.#listed, text, context)
  }

  /** Records a list that differs. The list may be up to date: the next response about the resource itself decides. */
  #readList(text: string, { sentAt, exchange }: ReadContext, view: ListedValue['view']): undefined {
    const hasAlwaysBeen = !this.#wasChanged && this.rule.agrees === undefined
    const isComparable = this.#shown && (hasAlwaysBeen || this.#shown.since + this.#graceMs <= sentAt)
    if (isComparable && this.#shown && !this.#agrees(this.#shown.text, text)) this.#listed = { text, exchange, view }
  }

  /** Returns the recorded value that a value contradicts: the requested one, or else the last one shown. */
  #contradictedBy(text: string): KnownValue | undefined {
    const [requested, shown] = [this.#requested, this.#shown]
    if (requested && !this.#agreesWithRequest(requested.text, text)) return requested
    return shown && !this.#agrees(shown.text, text) ? shown : undefined
  }

  #agrees(earlier: string, later: string): boolean {
    return earlier === later || this.rule.agrees?.(earlier, later) === true
  }

  #agreesWithRequest(requested: string, shown: string): boolean {
    const agrees = this.rule.requested?.agrees
    return agrees ? agrees(requested, shown) : this.#agrees(requested, shown)
  }

  /** Tells whether the effect of a change is known, may still become visible, and is not visible in this value. */
  #isPending(text: string, { sentAt }: ReadContext): boolean {
    if (this.rule.isEffect === undefined || sentAt >= this.#visibleAt) return false
    return this.#effects.some((effect) => !effect.isVisible(text))
  }

  /** Tells whether the response must show the last change: the grace time is over, or the effect is visible. */
  #isSettled(text: string, { sentAt, view }: ReadContext): boolean {
    if (this.#changing > 0) return false
    const isVisible =
      view === 'own' && this.#effects.length > 0 && this.#effects.every((effect) => effect.isVisible(text))
    if (sentAt < this.#certainFrom && !isVisible) return false
    this.#effects = []
    this.#certainFrom = Math.min(this.#certainFrom, sentAt)
    return true
  }

  #contradiction(known: KnownValue, text: string, { pointer }: ReadContext): Contradiction {
    const { at, requirement } = this.rule
    const isRequested = known === this.#requested
    const source = isRequested ? 'the create request' : 'an earlier response'
    const name = exchangeName(known.exchange)
    return {
      requirement: (isRequested ? this.rule.requested?.requirement : undefined) ?? requirement,
      message: `${at} differs from ${source} (${name}), and no request in between could change it.`,
      at: `${pointer}/${at}`,
      expected: `${shorten(known.text)} (${name})`,
      actual: shorten(text),
    }
  }

  #missingEffect(
    { kind, exchange, requirement }: ExpectedEffect,
    text: string,
    { pointer }: ReadContext,
  ): Contradiction {
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

  #listContradiction(listed: ListedValue, text: string, { pointer }: ReadContext): Contradiction {
    const { at } = this.rule
    const name = exchangeName(listed.exchange)
    return {
      requirement: listed.view.requirement,
      message: `${listed.view.list} (${name}) has a different ${at} than showServer before and after it.`,
      at: `${pointer}/${at}`,
      expected: `${shorten(text)} in that response, too`,
      actual: `${shorten(listed.text)} (${name})`,
    }
  }
}
