import { deleteServer, InconclusiveError } from '#harness/core'
import type { Finding, RequirementId } from '#model'
import type { StepKind } from './commands/command.ts'
import type { TransitionCoverage } from './coverage.ts'
import type { Model } from './model.ts'
import { type Course, performStep } from './perform-step.ts'
import { newViolationIn } from './response-violations.ts'
import type { Step } from './steps.ts'
import { deleteOwnVolume } from './volume-service.ts'
import { ViolationFound, type World } from './world.ts'

/** `by`: a prediction of the model did not come true, or a response contradicts the document or an earlier response. */
export interface ViolationEnd {
  readonly kind: 'violation'
  readonly requirement: RequirementId
  readonly finding: Finding
  readonly by: 'model' | 'responses'
}

/** What ends a life. */
export type LifeEnd =
  | { readonly kind: 'complete' }
  | ViolationEnd
  | { readonly kind: 'inconclusive'; readonly reason: string }

/** A violation that one response shows by itself. It does not end a life: what comes later does not depend on it. */
export interface SingleViolation {
  readonly requirement: RequirementId
  readonly finding: Finding
  /** How many steps there were when it was seen. */
  readonly length: number
}

export interface Life {
  /** The steps that were carried out; the last one shows the violation. The deletion of a server that was given up is one, too. */
  readonly steps: readonly Step[]
  /** Kinds of steps after which something was given up, because of a violation that is known. */
  readonly doubtful: ReadonlySet<StepKind>
  readonly end: LifeEnd
  /** The first violation of each requirement by a single response. */
  readonly single: readonly SingleViolation[]
}

export interface LifeOptions {
  /** The next step, given what is known; undefined ends the life. */
  next(model: Model): Step | undefined
  readonly coverage?: TransitionCoverage
  readonly signal: AbortSignal
}

/** The violations of further requirements that single responses since `from` show. */
function singleViolationsIn(
  world: World,
  { from, length, seen }: { readonly from: number; readonly length: number; readonly seen: ReadonlySet<string> },
): readonly SingleViolation[] {
  const found = new Map<RequirementId, SingleViolation>()
  const isNew = (requirement: RequirementId) =>
    !(world.isKnown(requirement) || seen.has(requirement) || found.has(requirement))
  for (const { requirement, finding, by } of world.compute.evidence.assertions.slice(from))
    if (finding && by === 'contract' && isNew(requirement)) found.set(requirement, { requirement, finding, length })
  return [...found.values()]
}

function endOf(error: unknown): LifeEnd {
  if (error instanceof ViolationFound) {
    const { requirement, finding } = error
    return { kind: 'violation', requirement, finding, by: 'model' }
  }
  if (error instanceof InconclusiveError) return { kind: 'inconclusive', reason: error.message }
  throw error
}

/** Lives one life to its end. What it has created remains: see `endLife`. */
export async function live(world: World, { next, coverage, signal }: LifeOptions): Promise<Life> {
  const course: Course = { steps: [], doubtful: new Set() }
  const { steps, doubtful } = course
  const single: SingleViolation[] = []
  for (let step = next(world.model); step !== undefined; step = next(world.model)) {
    if (signal.aborted) return { steps, doubtful, single, end: { kind: 'inconclusive', reason: 'interrupted' } }
    const from = world.compute.evidence.assertions.length
    const stopped = await performStep(world, { step, course, coverage }).then(() => undefined, endOf)
    const seen = new Set(single.map(({ requirement }) => requirement))
    single.push(...singleViolationsIn(world, { from, length: steps.length, seen }))
    const contradiction = newViolationIn(world, from)
    const end = contradiction ? ({ kind: 'violation', ...contradiction, by: 'responses' } as const) : stopped
    if (end) return { steps, doubtful, single, end }
  }
  return { steps, doubtful, single, end: { kind: 'complete' } }
}

/** Deletes what a life has created. What fails is left to the end of the run. */
export async function endLife(world: World): Promise<void> {
  const { compute, model } = world
  const cleaning = compute.withPhase('cleanup')
  const attempt = (work: Promise<unknown>) => work.catch(() => undefined)
  const deleted = new Set([...model.servers.values()].filter(({ isDeleted }) => isDeleted).map(({ id }) => id))
  const remaining = compute.createdServerIds.filter((id) => !deleted.has(id))
  await Promise.all(remaining.map((id) => attempt(deleteServer(compute, id))))
  await Promise.all([...model.volumes.values()].map((volume) => attempt(deleteOwnVolume(world, volume))))
  await Promise.all(model.images.map((url) => attempt(cleaning.request({ method: 'DELETE', url }))))
  for (const { name, isDeleted, isAbandoned } of model.keypairs.values())
    if (!isDeleted || isAbandoned) await attempt(cleaning.call('deleteKeypair', { path: { keypairName: name } }))
  compute.run.ownKeypairs.release(compute.evidence)
}

/** The violations that a life showed, by their requirements. */
export function findingsOf({ single, end }: Life): ReadonlyMap<RequirementId, Finding> {
  const ended = end.kind === 'violation' ? [end] : []
  return new Map([...single, ...ended].map(({ requirement, finding }) => [requirement, finding]))
}
