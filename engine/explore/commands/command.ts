import type { RequirementId } from '#model'
import type { Model } from '../model.ts'
import type { SingleStep, StepAction } from '../steps.ts'
import type { World } from '../world.ts'

/**
 * What the document says of a step in the present state: accepted, rejected (by a requirement), or nothing. A rejection of an `open`
 * step is no violation, and neither is its acceptance.
 */
export type Rule =
  | { readonly kind: 'legal' }
  | { readonly kind: 'forbidden'; readonly requirement: RequirementId }
  | { readonly kind: 'open' }

export const legal: Rule = { kind: 'legal' }
export const open: Rule = { kind: 'open' }
export const forbidden = (requirement: RequirementId): Rule => ({ kind: 'forbidden', requirement })

/** An action, and what the document says of it: a target that accepts what is forbidden may well do what is allowed. */
export type StepKind = `${Rule['kind']} ${StepAction}`

export const kindOf = ({ action }: SingleStep, { kind }: Rule): StepKind => `${kind} ${action}`

/** `busy`: a 409, a quota or a service that is not available, which say nothing about the request. */
export type StepResult = 'accepted' | 'rejected' | 'busy'

/** What the commands need to know of a run. */
export interface Offer {
  readonly flavor: string | undefined
  readonly resizeFlavor: string | undefined
  /** Whether servers with a disk on their host can be created: only those can become images. */
  readonly hasLocal: boolean
  readonly group: string | undefined
  /** How many volumes a life may have. */
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
  /** Steps that are worth trying in the present state, legal or forbidden. */
  propose(model: Model, offer: Offer): readonly SingleStep[]
  /** What the document says; undefined when the step cannot be carried out, because what it is about does not exist. */
  rule(model: Model, step: SingleStep, offer: Offer): Rule | undefined
  /** Sends the request, waits for what was promised and changes the model. */
  perform(world: World, step: SingleStep, rule: Rule): Promise<StepResult>
}
