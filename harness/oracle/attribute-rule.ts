import type { RequirementId } from '#model'

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
  /** True when what a list shows is not compared. */
  readonly ignoresLists?: boolean
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
  /** Whether it is in a list. */
  readonly isListed: boolean
  /** Lists may lag behind the resource itself. */
  readonly view: View
  /** The latest time that the target's clock can have had, in milliseconds since the epoch. */
  readonly nowMs: number
}

/** How long a change may take to show, in milliseconds. */
export interface VisibilityTimes {
  /** Until no response may show the earlier value any more. */
  readonly graceMs: number
  /** Until a request counts as one without its effect. */
  readonly effectMs: number
}
