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

/** Sequences without one of the resources, the coarsest simplification first. */
function* withoutResources(steps: readonly Step[]): Generator<readonly Step[]> {
  yield withLastServers(steps)
  for (const kind of ['server', 'volume', 'keypair'] as const)
    for (const number of numbersOf(steps, kind)) yield withoutResource(steps, kind, number)
}

/**
 * Looks for a shorter sequence: delta debugging, with each candidate carried out from the beginning. The last step shows the violation,
 * so it always stays.
 */
class Shrinking {
  steps: readonly Step[]
  readonly #tryOut: TryOut
  readonly #budget: ShrinkBudget
  readonly #tried: Set<string>

  constructor(steps: readonly Step[], tryOut: TryOut, budget: ShrinkBudget) {
    this.steps = steps
    this.#tryOut = tryOut
    this.#budget = budget
    this.#tried = new Set([JSON.stringify(steps)])
  }

  /** Whether one of the candidates shows the violation; it replaces the sequence. */
  async simplify(candidates: (steps: readonly Step[]) => Iterable<readonly Step[]>): Promise<boolean> {
    for (const candidate of candidates(this.steps)) if (await this.#replace(candidate)) return true
    return false
  }

  /** Leaves out parts of a size, from the beginning to the end. Returns whether any could be left out. */
  async leaveOut(size: number): Promise<boolean> {
    let isShorter = false
    for (let start = 0; start < this.steps.length - 1; ) {
      const count = Math.min(size, this.steps.length - 1 - start)
      if (await this.#replace(this.steps.toSpliced(start, count))) isShorter = true
      else start += size
    }
    return isShorter
  }

  async #replace(candidate: readonly Step[]): Promise<boolean> {
    const key = JSON.stringify(candidate)
    if (candidate.length === 0 || this.#tried.has(key) || this.#budget.isSpent()) return false
    this.#tried.add(key)
    const shown = await this.#tryOut(candidate)
    if (shown === undefined) return false
    this.steps = shown
    return true
  }
}

/**
 * The shortest sequence that is found to show a violation: first whole resources are left out, then halves, quarters, … and single
 * steps, until none can be spared. `steps` shows it.
 */
export async function shrink(steps: readonly Step[], tryOut: TryOut, budget: ShrinkBudget): Promise<readonly Step[]> {
  const shrinking = new Shrinking(steps, tryOut, budget)
  while (await shrinking.simplify(withoutResources));
  for (let size = Math.ceil(shrinking.steps.length / 2); size > 1; size = Math.ceil(size / 2))
    await shrinking.leaveOut(size)
  while ((await shrinking.leaveOut(1)) || (await shrinking.simplify(separated)));
  await shrinking.simplify(withoutResources)
  return shrinking.steps
}
