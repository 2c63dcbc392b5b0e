import { type SingleStep, type Step, singleStepsOf } from './steps.ts'

/** What may still be spent on a shorter sequence. */
export interface ShrinkBudget {
  isSpent(): boolean
}

/** Carries out a sequence on resources of its own. Returns the steps up to the violation, or undefined when it does not show. */
export type TryOut = (steps: readonly Step[]) => Promise<readonly Step[] | undefined>

const isAbout = (step: SingleStep, kind: 'server' | 'volume' | 'keypair', number: number): boolean =>
  step[kind] === number

/** The sequence without a resource. */
function withoutResource(
  steps: readonly Step[],
  kind: 'server' | 'volume' | 'keypair',
  number: number,
): readonly Step[] {
  return steps.flatMap((step): readonly Step[] => {
    const kept = singleStepsOf(step).filter((one) => !isAbout(one, kind, number))
    return kept.length === singleStepsOf(step).length ? [step] : kept
  })
}

const numbersOf = (steps: readonly Step[], kind: 'server' | 'volume' | 'keypair'): readonly number[] => [
  ...new Set(steps.flatMap(singleStepsOf).flatMap((step) => step[kind] ?? [])),
]

/** The sequence with a pair that was sent at once as one of the two steps, or as both one after the other. */
function* separated(steps: readonly Step[]): Generator<readonly Step[]> {
  for (const [index, step] of steps.entries()) {
    if (!('together' in step)) continue
    const [first, second] = step.together
    for (const replacement of [[first], [second], [first, second]]) yield steps.toSpliced(index, 1, ...replacement)
  }
}

/** The sequence with the servers of its last step alone. */
function withLastServers(steps: readonly Step[]): readonly Step[] {
  const last = steps.at(-1)
  const wanted = new Set(last ? singleStepsOf(last).map(({ server }) => server) : [])
  return numbersOf(steps, 'server')
    .filter((number) => !wanted.has(number))
    .reduce((kept, number) => withoutResource(kept, 'server', number), steps)
}

/** Simplifications from coarse to fine: the last server alone, without whole resources, then halves, quarters, … down to single steps. */
function* simplifications(steps: readonly Step[]): Generator<readonly Step[]> {
  yield withLastServers(steps)
  for (const kind of ['server', 'volume', 'keypair'] as const)
    for (const number of numbersOf(steps, kind)) yield withoutResource(steps, kind, number)
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let start = 0; start < steps.length; start += size) yield steps.toSpliced(start, size)
  yield* separated(steps)
}

/**
 * The shortest sequence that is found to show a violation: delta debugging, with each candidate carried out from the beginning.
 * `steps` shows it.
 */
export async function shrink(steps: readonly Step[], tryOut: TryOut, budget: ShrinkBudget): Promise<readonly Step[]> {
  const tried = new Set<string>([JSON.stringify(steps)])
  let current = steps
  for (let isShorter = true; isShorter && !budget.isSpent(); ) {
    isShorter = false
    for (const candidate of simplifications(current)) {
      const key = JSON.stringify(candidate)
      if (candidate.length === 0 || tried.has(key)) continue
      tried.add(key)
      if (budget.isSpent()) return current
      const shown = await tryOut(candidate)
      if (shown === undefined) continue
      current = shown
      isShorter = true
      break
    }
  }
  return current
}
