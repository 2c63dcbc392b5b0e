import { abandon, abandonServers } from './abandonment.ts'
import { checkAll } from './checks/check-all.ts'
import { kindOf, type Rule, type StepKind, type StepResult } from './commands/command.ts'
import { commandOf } from './commands/index.ts'
import type { TransitionCoverage } from './coverage.ts'
import { newViolationIn } from './response-violations.ts'
import { type SingleStep, type Step, singleStepsOf } from './steps.ts'
import { KnownViolation, type World } from './world.ts'

/** What a life has come to so far. */
export interface Course {
  /** The steps that were carried out. */
  readonly steps: Step[]
  /** Kinds of steps after which something was given up. */
  readonly doubtful: Set<StepKind>
}

interface Performance {
  readonly step: Step
  readonly course: Course
  readonly coverage?: TransitionCoverage | undefined
}

interface Planned {
  readonly one: SingleStep
  readonly rule: Rule
}

interface Outcome extends Planned {
  readonly result: StepResult
  /** The state of what it was about is unknown: the target is known not to do what was asked. */
  readonly isLost: boolean
}

/** Sends the requests of a step at once. What is news is thrown, in the order of the requests. */
async function send(
  world: World,
  planned: readonly Planned[],
  record: ((results: readonly StepResult[]) => void) | undefined,
): Promise<readonly Outcome[]> {
  const requests = planned.map(async ({ one, rule }) => commandOf(one).perform(world, one, rule))
  const settled = await Promise.allSettled(requests)
  // A known rejection is not thrown, so that what is thrown as known was accepted.
  const results = settled.map((one): StepResult => {
    if (one.status === 'fulfilled') return one.value
    return one.reason instanceof KnownViolation ? 'accepted' : 'rejected'
  })
  record?.(results)
  for (const one of settled) if (one.status === 'rejected' && !(one.reason instanceof KnownViolation)) throw one.reason
  return planned.map((plan, index) => ({
    ...plan,
    result: results[index] ?? 'rejected',
    isLost: settled[index]?.status === 'rejected',
  }))
}

/**
 * Carries out a step, gives up what is in an unknown state afterwards, and compares everything else. A step that is not possible, as for
 * a server that was given up, is left out.
 */
export async function performStep(world: World, { step, course, coverage }: Performance): Promise<void> {
  const { model, offer, compute } = world
  const planned = singleStepsOf(step).flatMap((one) => {
    const rule = commandOf(one).rule(model, one, offer)
    return rule ? [{ one, rule }] : []
  })
  if (planned.length < singleStepsOf(step).length) return
  const from = compute.evidence.assertions.length
  course.steps.push(step)
  world.begin(step)
  const outcomes = await send(world, planned, coverage?.begin(model, step))
  // The step that shows a violation is the last one.
  const isOver = () => newViolationIn(world, from) !== undefined
  if (isOver()) return
  const lost = outcomes.filter(({ isLost }) => isLost)
  const deletions = await abandon(
    world,
    lost.map(({ one }) => one),
  )
  giveUp(course, lost, deletions)
  const hasChanged = outcomes.some(({ one, result }) => result === 'accepted' && !commandOf(one).isReading)
  await checkAll(world, [...singleStepsOf(step), ...deletions], hasChanged)
  const stray = model.alive.filter(({ unclear }) => unclear.has('status'))
  if (stray.length > 0 && !isOver()) giveUp(course, planned, await abandonServers(world, stray))
}

function giveUp({ steps, doubtful }: Course, causes: readonly Planned[], deletions: readonly SingleStep[]): void {
  steps.push(...deletions)
  for (const { one, rule } of causes) doubtful.add(kindOf(one, rule))
}
