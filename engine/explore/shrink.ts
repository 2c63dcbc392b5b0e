import { type SingleStep, type Step, singleStepsOf } from './steps.ts'

/** The limits on time and servers for shrinking a sequence. */
export interface ShrinkBudget {
  isSpent(): boolean
}

/** Carries out a sequence on new resources. Returns the steps up to the violation, or undefined if it does not occur. */
export type RunCandidate = (steps: readonly Step[]) => Promise<readonly Step[] | undefined>

const isAbout = (step: SingleStep, kind: 'server' | 'volume' | 'keypair', number: number): boolean =>
  step[kind] === number

/** Returns the sequence without a resource. */
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

/**
 * Returns sequences in which two steps that were sent at once are replaced by either of them, or by one after the
 * other.
 */
function* separated(steps: readonly Step[]): Generator<readonly Step[]> {
  for (const [index, step] of steps.entries()) {
    if (!('together' in step)) continue
    const [first, second] = step.together
    for (const replacement of [[first], [second], [first, second]]) yield steps.toSpliced(index, 1, ...replacement)
  }
}

/** Returns the sequence with no servers except those of its last step. */
function withLastServers(steps: readonly Step[]): readonly Step[] {
  const last = steps.at(-1)
  const wanted = new Set(last ? singleStepsOf(last).map(({ server }) => server) : [])
  return numbersOf(steps, 'server')
    .filter((number) => !wanted.has(number))
    .reduce((kept, number) => withoutResource(kept, 'server', number), steps)
}

/** Returns sequences without one of the resources, the coarsest simplification first. */
function* withoutResources(steps: readonly Step[]): Generator<readonly Step[]> {
  yield withLastServers(steps)
  for (const kind of ['server', 'volume', 'keypair'] as const)
    for (const number of numbersOf(steps, kind)) yield withoutResource(steps, kind, number)
}

/**
 * Shrinks a sequence by delta debugging (Zeller, Hildebrandt 2002). Each candidate is carried out from the beginning. The last step shows
 * the violation, so it always stays.
 */
class Shrinker {
  steps: readonly Step[]
  readonly #runCandidate: RunCandidate
  readonly #budget: ShrinkBudget
  readonly #tried: Set<string>

  constructor(steps: readonly Step[], runCandidate: RunCandidate, budget: ShrinkBudget) {
    this.steps = steps
    this.#runCandidate = runCandidate
    this.#budget = budget
    this.#tried = new Set([JSON.stringify(steps)])
  }

  /** Replaces the sequence by the first candidate that shows the violation. Returns whether there is one. */
  async simplify(candidates: (steps: readonly Step[]) => Iterable<readonly Step[]>): Promise<boolean> {
    for (const candidate of candidates(this.steps)) if (await this.#replace(candidate)) return true
    return false
  }

  /** Removes parts of `size` steps where possible, from the beginning to the end. Returns whether any was removed. */
  async removeParts(size: number): Promise<boolean> {
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
    const shown = await this.#runCandidate(candidate)
    if (shown === undefined) return false
    this.steps = shown
    return true
  }
}

/**
 * Returns a shorter sequence that still shows the violation that `steps` shows: first whole resources are removed, then halves, quarters, …
 * and single steps, until nothing more can be removed or the budget is spent.
 */
export async function shrink(
  steps: readonly Step[],
  runCandidate: RunCandidate,
  budget: ShrinkBudget,
): Promise<readonly Step[]> {
  const shrinker = new Shrinker(steps, runCandidate, budget)
  while (await shrinker.simplify(withoutResources));
  for (let size = Math.ceil(shrinker.steps.length / 2); size > 1; size = Math.ceil(size / 2))
    await shrinker.removeParts(size)
  while ((await shrinker.removeParts(1)) || (await shrinker.simplify(separated)));
  await shrinker.simplify(withoutResources)
  return shrinker.steps
}
