import { deleteServer, InconclusiveError } from '#harness/core'
import type { Finding, RequirementId } from '#model'
import type { StepKind } from './commands/command.ts'
import type { TransitionCoverage } from './coverage.ts'
import type { Model } from './model.ts'
import { performStep, type WalkProgress } from './perform-step.ts'
import { newViolationIn } from './response-violations.ts'
import type { Step } from './steps.ts'
import { ViolationFound } from './violation-errors.ts'
import { deleteOwnVolume } from './volume-service.ts'
import type { WalkContext } from './walk-context.ts'

/** `by`: `model` if a response differs from the model; `responses` if it contradicts the document or an earlier response. */
export interface ViolationEnd {
  readonly kind: 'violation'
  readonly requirement: RequirementId
  readonly finding: Finding
  readonly by: 'model' | 'responses'
}

/** How a walk ended. */
export type WalkEnd =
  | { readonly kind: 'complete' }
  | ViolationEnd
  | { readonly kind: 'inconclusive'; readonly reason: string }

/** A violation that one response shows by itself. It does not end the walk, because later steps do not depend on it. */
export interface SingleViolation {
  readonly requirement: RequirementId
  readonly finding: Finding
  /** The number of steps until it was observed. */
  readonly length: number
}

/** A sequence of steps that was carried out on separate resources, and its result. */
export interface Walk {
  /** The steps that were carried out, including the deletions of abandoned servers. The last one shows the violation. */
  readonly steps: readonly Step[]
  /** Kinds of steps after which a resource had to be abandoned because of a known violation. */
  readonly unreliable: ReadonlySet<StepKind>
  readonly end: WalkEnd
  /** The first violation of each requirement by a single response. */
  readonly single: readonly SingleViolation[]
}

/** The options of a walk. */
export interface WalkOptions {
  /** The next step for the present state of the model; undefined ends the walk. */
  next(model: Model): Step | undefined
  readonly coverage?: TransitionCoverage
  readonly signal: AbortSignal
}

/** Returns the violations by single responses since assertion `from`, without known and already `seen` requirements. */
function singleViolationsIn(
  context: WalkContext,
  { from, length, seen }: { readonly from: number; readonly length: number; readonly seen: ReadonlySet<string> },
): readonly SingleViolation[] {
  const found = new Map<RequirementId, SingleViolation>()
  const isNew = (requirement: RequirementId) =>
    !(context.isKnown(requirement) || seen.has(requirement) || found.has(requirement))
  for (const { requirement, finding, by } of context.compute.evidence.assertions.slice(from))
    if (finding && by === 'contract' && isNew(requirement)) found.set(requirement, { requirement, finding, length })
  return [...found.values()]
}

function endOf(error: unknown): WalkEnd {
  if (error instanceof ViolationFound) {
    const { requirement, finding } = error
    return { kind: 'violation', requirement, finding, by: 'model' }
  }
  if (error instanceof InconclusiveError) return { kind: 'inconclusive', reason: error.message }
  throw error
}

/** Carries out the steps of one walk. The created resources remain: see `deleteCreated`. */
export async function performSteps(context: WalkContext, { next, coverage, signal }: WalkOptions): Promise<Walk> {
  const progress: WalkProgress = { steps: [], unreliable: new Set() }
  const { steps, unreliable } = progress
  const single: SingleViolation[] = []
  for (let step = next(context.model); step !== undefined; step = next(context.model)) {
    if (signal.aborted) return { steps, unreliable, single, end: { kind: 'inconclusive', reason: 'interrupted' } }
    const from = context.compute.evidence.assertions.length
    const stopped = await performStep(context, { step, progress, coverage }).then(() => undefined, endOf)
    const seen = new Set(single.map(({ requirement }) => requirement))
    single.push(...singleViolationsIn(context, { from, length: steps.length, seen }))
    const contradiction = newViolationIn(context, from)
    const end = contradiction ? ({ kind: 'violation', ...contradiction, by: 'responses' } as const) : stopped
    if (end) return { steps, unreliable, single, end }
  }
  return { steps, unreliable, single, end: { kind: 'complete' } }
}

/** Deletes the resources that a walk has created. Ignores errors: the cleanup at the end of the run deletes what remains. */
export async function deleteCreated(context: WalkContext): Promise<void> {
  const { compute, model } = context
  const cleaning = compute.withPhase('cleanup')
  const attempt = (work: Promise<unknown>) => work.catch(() => undefined)
  const deleted = new Set([...model.servers.values()].filter(({ isDeleted }) => isDeleted).map(({ id }) => id))
  const remaining = compute.createdServerIds.filter((id) => !deleted.has(id))
  await Promise.all(remaining.map((id) => attempt(deleteServer(compute, id))))
  await Promise.all([...model.volumes.values()].map((volume) => attempt(deleteOwnVolume(context, volume))))
  await Promise.all(model.images.map((url) => attempt(cleaning.request({ method: 'DELETE', url }))))
  for (const { name, isDeleted, isAbandoned } of model.keypairs.values())
    if (!isDeleted || isAbandoned) await attempt(cleaning.call('deleteKeypair', { path: { keypairName: name } }))
  compute.run.ownKeypairs.release(compute.evidence)
}

/** Returns the findings of a walk by requirement. */
export function findingsOf({ single, end }: Walk): ReadonlyMap<RequirementId, Finding> {
  const ended = end.kind === 'violation' ? [end] : []
  return new Map([...single, ...ended].map(({ requirement, finding }) => [requirement, finding]))
}
