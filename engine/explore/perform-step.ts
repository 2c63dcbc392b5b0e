import { abandon, abandonServers } from './abandon.ts'
import { checkAll } from './checks/check-all.ts'
import { kindOf, type Rule, type StepKind, type StepResult } from './commands/command.ts'
import { commandOf } from './commands/index.ts'
import type { TransitionCoverage } from './coverage.ts'
import { newViolationIn } from './response-violations.ts'
import { type SingleStep, type Step, singleStepsOf } from './steps.ts'
import { KnownViolation } from './violation-errors.ts'
import type { WalkContext } from './walk-context.ts'

/** The steps of a walk so far. */
export interface WalkProgress {
  /** The steps that were carried out. */
  readonly steps: Step[]
  /** Kinds of steps after which a resource had to be abandoned. */
  readonly unreliable: Set<StepKind>
}

interface StepExecution {
  readonly step: Step
  readonly progress: WalkProgress
  readonly coverage?: TransitionCoverage | undefined
}

interface Planned {
  readonly one: SingleStep
  readonly rule: Rule
}

interface Outcome extends Planned {
  readonly result: StepResult
  /** Whether a known violation leaves the state of its resources unknown. */
  readonly isUncertain: boolean
}

/** Sends the requests of a step at the same time. Throws the first error that is not a known violation, in the order of the requests. */
async function send(
  context: WalkContext,
  planned: readonly Planned[],
  record: ((results: readonly StepResult[]) => void) | undefined,
): Promise<readonly Outcome[]> {
  const requests = planned.map(async ({ one, rule }) => commandOf(one).perform(context, one, rule))
  const settled = await Promise.allSettled(requests)
  // The known rejection of a valid request does not throw, so a KnownViolation means that the request was accepted.
  const results = settled.map((one): StepResult => {
    if (one.status === 'fulfilled') return one.value
    return one.reason instanceof KnownViolation ? 'accepted' : 'rejected'
  })
  record?.(results)
  for (const one of settled) if (one.status === 'rejected' && !(one.reason instanceof KnownViolation)) throw one.reason
  return planned.map((plan, index) => ({
    ...plan,
    result: results[index] ?? 'rejected',
    isUncertain: settled[index]?.status === 'rejected',
  }))
}

/**
 * Carries out a step, abandons resources that are in an unknown state afterwards, and compares everything else with the model. Does nothing
 * if the step is not possible, for example because its server was abandoned.
 * @throws ViolationFound, or InconclusiveError
 */
export async function performStep(context: WalkContext, { step, progress, coverage }: StepExecution): Promise<void> {
  const { model, capabilities, compute } = context
  const planned = singleStepsOf(step).flatMap((one) => {
    const rule = commandOf(one).rule(model, one, capabilities)
    return rule ? [{ one, rule }] : []
  })
  if (planned.length < singleStepsOf(step).length) return
  const from = compute.evidence.assertions.length
  progress.steps.push(step)
  context.begin(step)
  const outcomes = await send(context, planned, coverage?.begin(model, step))
  // The step that shows a violation is the last one.
  const isOver = () => newViolationIn(context, from) !== undefined
  if (isOver()) return
  const uncertain = outcomes.filter(({ isUncertain }) => isUncertain)
  const deletions = await abandon(
    context,
    uncertain.map(({ one }) => one),
  )
  recordAbandoned(progress, uncertain, deletions)
  const hasChanged = outcomes.some(({ one, result }) => result === 'accepted' && !commandOf(one).isReading)
  await checkAll(context, [...singleStepsOf(step), ...deletions], hasChanged)
  const unclearServers = model.alive.filter(({ unclear }) => unclear.has('status'))
  if (unclearServers.length > 0 && !isOver())
    recordAbandoned(progress, planned, await abandonServers(context, unclearServers))
}

function recordAbandoned(
  { steps, unreliable }: WalkProgress,
  causes: readonly Planned[],
  deletions: readonly SingleStep[],
): void {
  steps.push(...deletions)
  for (const { one, rule } of causes) unreliable.add(kindOf(one, rule))
}
