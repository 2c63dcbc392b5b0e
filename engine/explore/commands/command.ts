import type { RequirementId } from '#model'
import type { Model } from '../model.ts'
import type { SingleStep, StepAction } from '../steps.ts'
import type { WalkContext } from '../walk-context.ts'

/**
 * How the target must respond to a step in the present state, according to the document: `legal` steps are accepted, `forbidden` ones rejected.
 * About `open` ones the document is silent or ambiguous: neither response is a violation.
 */
export type Rule =
  | { readonly kind: 'legal' }
  | { readonly kind: 'forbidden'; readonly requirement: RequirementId }
  | { readonly kind: 'open' }

export const legal: Rule = { kind: 'legal' }
export const open: Rule = { kind: 'open' }
/** Returns a step that has to be rejected according to a requirement. */
export const forbidden = (requirement: RequirementId): Rule => ({ kind: 'forbidden', requirement })

/** An action with its rule: a target that wrongly accepts a forbidden start may still carry out a legal one. */
export type StepKind = `${Rule['kind']} ${StepAction}`

/** Returns the action of a step with the kind of its rule. */
export const kindOf = ({ action }: SingleStep, { kind }: Rule): StepKind => `${kind} ${action}`

/** `busy`: 409, a used-up quota or an unavailable service; the response does not show whether the request is valid. */
export type StepResult = 'accepted' | 'rejected' | 'busy'

/** The capabilities of the target, as far as they decide which steps are possible. */
export interface ExploreCapabilities {
  readonly flavor: string | undefined
  readonly resizeFlavor: string | undefined
  /** Whether servers with a disk on their host can be created: only those can become images. */
  readonly hasLocal: boolean
  readonly group: string | undefined
  /** How many volumes a walk may have. */
  readonly volumes: number
  /** Whether a volume's status can be read, so that a busy volume is not taken for a rejected request. */
  readonly hasVolumeService: boolean
  /** Whether the edition changes single pairs of metadata. */
  readonly hasMetadata: boolean
  readonly maxServers: number
}

/** A kind of step. */
export interface Command {
  readonly action: StepAction
  /** True for a step whose effect needs no waiting, so that another may be sent at the same time. */
  readonly isInstant?: boolean
  /** True for a step that changes nothing. */
  readonly isReading?: boolean
  /** Possible steps in the present state, legal and forbidden ones. */
  propose(model: Model, capabilities: ExploreCapabilities): readonly SingleStep[]
  /** The rule for a step; undefined when the step is impossible because its resource does not exist. */
  rule(model: Model, step: SingleStep, capabilities: ExploreCapabilities): Rule | undefined
  /** Sends the request, waits for its effect and updates the model. @throws ViolationFound, KnownViolation, InconclusiveError */
  perform(context: WalkContext, step: SingleStep, rule: Rule): Promise<StepResult>
}
