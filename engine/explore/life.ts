import { deleteServer, InconclusiveError } from '#harness/core'
import type { Finding, RequirementId } from '#model'
import { checkAll } from './checks/check-all.ts'
import type { StepResult } from './commands/command.ts'
import { commandOf } from './commands/index.ts'
import type { TransitionCoverage } from './coverage.ts'
import type { Model } from './model.ts'
import { describeStep, type Step, singleStepsOf } from './steps.ts'
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
  /** The steps that were carried out; the last one shows the violation. */
  readonly steps: readonly Step[]
  readonly end: LifeEnd
  /** The first violation of each requirement by a single response. */
  readonly single: readonly SingleViolation[]
}

export interface LifeOptions {
  /** The next step, given what is known; undefined ends the life. */
  next(model: Model): Step | undefined
  readonly coverage?: TransitionCoverage
  /** Violations of these requirements are no news: responses that show them do not end the life. */
  readonly ignored: ReadonlySet<RequirementId>
  readonly signal: AbortSignal
}

/** The first violation that the responses since `from` show together with earlier ones. */
function violationIn({ compute }: World, from: number, ignored: ReadonlySet<RequirementId>): LifeEnd | undefined {
  for (const { requirement, finding, by } of compute.evidence.assertions.slice(from))
    if (finding && by !== 'fixture' && by !== 'contract' && !ignored.has(requirement))
      return { kind: 'violation', requirement, finding, by: 'responses' }
  return undefined
}

/** The violations of further requirements that single responses since `from` show. */
function singleViolationsIn(
  { compute }: World,
  { from, length, known }: { readonly from: number; readonly length: number; readonly known: ReadonlySet<string> },
): readonly SingleViolation[] {
  const found = new Map<RequirementId, SingleViolation>()
  for (const { requirement, finding, by } of compute.evidence.assertions.slice(from))
    if (finding && by === 'contract' && !known.has(requirement) && !found.has(requirement))
      found.set(requirement, { requirement, finding, length })
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

/** Carries out a step, and compares everything afterwards. Returns undefined for a step that is not possible. */
async function perform(world: World, step: Step, coverage: TransitionCoverage | undefined): Promise<boolean> {
  const { model, offer } = world
  const planned = singleStepsOf(step).map((one) => ({ one, command: commandOf(one) }))
  const rules = planned.map(({ one, command }) => command.rule(model, one, offer))
  if (rules.includes(undefined)) return false
  world.compute.evidence.steps.push(describeStep(step))
  world.transcript.step(describeStep(step))
  const record = coverage?.begin(model, step)
  const requests = planned.map(async ({ one, command }, index): Promise<StepResult> => {
    const rule = rules[index]
    return rule ? command.perform(world, one, rule) : 'rejected'
  })
  const settled = await Promise.allSettled(requests)
  const isReading = planned.every(({ command }) => command.isReading)
  const hasChanged = !isReading && settled.some((one) => one.status === 'fulfilled' && one.value === 'accepted')
  record?.(settled.map((one) => (one.status === 'fulfilled' ? one.value : 'rejected')))
  for (const one of settled) if (one.status === 'rejected') throw one.reason
  await checkAll(world, step, hasChanged)
  return true
}

/** Lives one life to its end. What it has created remains: see `endLife`. */
export async function live(world: World, { next, coverage, ignored, signal }: LifeOptions): Promise<Life> {
  const steps: Step[] = []
  const single: SingleViolation[] = []
  for (let step = next(world.model); step !== undefined; step = next(world.model)) {
    if (signal.aborted) return { steps, single, end: { kind: 'inconclusive', reason: 'interrupted' } }
    const before = world.compute.evidence.assertions.length
    let end: LifeEnd | undefined
    try {
      const isDone = await perform(world, step, coverage)
      if (isDone) steps.push(step)
    } catch (error) {
      steps.push(step)
      end = endOf(error)
    }
    const known = new Set([...ignored, ...single.map(({ requirement }) => requirement)])
    single.push(...singleViolationsIn(world, { from: before, length: steps.length, known }))
    end = violationIn(world, before, ignored) ?? end
    if (end) return { steps, single, end }
  }
  return { steps, single, end: { kind: 'complete' } }
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
  for (const { name, isDeleted } of model.keypairs.values())
    if (!isDeleted) await attempt(cleaning.call('deleteKeypair', { path: { keypairName: name } }))
  compute.run.ownKeypairs.release(compute.evidence)
}

/** The violations that a life showed, by their requirements. */
export function findingsOf({ single, end }: Life): ReadonlyMap<RequirementId, Finding> {
  const ended = end.kind === 'violation' ? [end] : []
  return new Map([...single, ...ended].map(({ requirement, finding }) => [requirement, finding]))
}
