import type { RequirementId } from '#model'

/** An attribute of a resource that must be the same in all responses unless a request changed it. */
export interface AttributeRule {
  /** Pointer to the attribute, below the description of the resource. */
  readonly at: string
  /** Violated by a response that shows a different value. */
  readonly requirement: RequirementId
  /** Returns the value as a canonical string, or undefined when there is nothing to compare. */
  read(description: unknown): string | undefined
  /** How to read the attribute from a create request, if one can set it. */
  readonly requested?: RequestedValue
  /** Kinds of requests (`updateServer`, `actOnServer resize`) that may change the attribute; none by default. */
  readonly changedBy?: readonly string[]
  /** Tells whether a value shows the effect of such a request. */
  isEffect?(value: string, kind: string, request: unknown): boolean
  /**
   * Tells whether `isEffect` can recognize the effect of such a request; true by default. One that it cannot recognize is over once the
   * resource was shown after it and the effect of a later request is visible.
   */
  hasKnownEffect?(kind: string): boolean
  /**
   * Returns the requirement that is violated if an accepted request has no effect (`isEffect`) by the time a change must be visible;
   * undefined for a request whose effect is not certain.
   */
  effectRequirement?(kind: string, request: unknown): RequirementId | undefined
  /** True when a resize that removes the value, or part of it, violates the requirement about resizing. */
  readonly isKeptByResize?: boolean
  /** True when lists are not compared. */
  readonly ignoresLists?: boolean
  /** True when the attribute is compared only while the resource is at rest: in a stable status and without a task. */
  readonly onlyAtRest?: boolean
  /** True when nothing is compared after an accepted request until its effect is visible, however long that takes. */
  readonly isUncertainUntilEffect?: boolean
  /** Tells whether a later value is compatible with an earlier one; by default they have to be equal. */
  agrees?(earlier: string, later: string): boolean
}

/** How a create request sets an attribute. */
export interface RequestedValue {
  /** Returns the value in the same form as `AttributeRule.read`; undefined when the request does not set it. */
  read(request: unknown): string | undefined
  /** Violated by a resource with a different value; by default the requirement of the attribute. */
  readonly requirement?: RequirementId
  /** Tells whether a shown value is the requested one; by default the rule's own `agrees`. */
  agrees?(requested: string, shown: string): boolean
}

/** A response about the resource itself (`own`), or a list together with the requirement that it shows the same values. */
export type View = 'own' | { readonly list: string; readonly requirement: RequirementId }

/** The response in which an attribute is read. */
export interface ReadContext {
  readonly exchange: number
  readonly sentAt: number
  /** Pointer to the description of the resource in the response. */
  readonly pointer: string
  /** Whether it is in a list. */
  readonly isListed: boolean
  readonly view: View
  /** The latest time that the target's clock can have had, in milliseconds since the epoch. */
  readonly nowMs: number
}

/** How long a change may take to become visible, in milliseconds. */
export interface VisibilityTimes {
  /** After this time no response may show the earlier value. */
  readonly graceMs: number
  /** After this time an accepted request without a visible effect is a violation. */
  readonly effectMs: number
}
