import { Random } from '#emulator'
import { RunContext } from '#harness/core'
import type { Finding, RequirementId, TargetSettings } from '#model'
import { capabilitiesOf, requirementsOutOfScope } from './capabilities.ts'
import type { ExploreCapabilities, StepKind } from './commands/command.ts'
import { TransitionCoverage } from './coverage.ts'
import type { Exploration, ExploredViolation, Sequence } from './exploration.ts'
import { ExplorationRecord } from './exploration-record.ts'
import { Generator } from './generator.ts'
import { knownViolationsIn } from './response-violations.ts'
import { type FinishedWalk, runWalk } from './run-walk.ts'
import { shrink } from './shrink.ts'
import type { Step } from './steps.ts'
import { findingsOf, type ViolationEnd, type WalkOptions } from './walk.ts'

/** The options of an exploration. */
export interface ExploreOptions {
  readonly settings: TargetSettings
  readonly seed: number
  readonly durationMs: number
  readonly signal: AbortSignal
  /** Steps to carry out instead of random ones. */
  readonly replay?: Sequence | undefined
  /** Whether to stop after the first violation has been shrunk. */
  readonly failFast?: boolean
  onProgress(text: string): void
}

/** The budget for shrinking one sequence: milliseconds, and created servers. */
const maxShrinkMs = 60_000
const maxShrinkServers = 150
/** The number of consecutive walks that end early and without any violation, after which an exploration gives up. */
const maxFutile = 10
/** The maximum number of repetitions of the steps of a violation until it occurs again. */
const maxRepetitions = 2

type Violation = Pick<ExploredViolation, 'requirement' | 'finding'>

/** A walk that reproduces violations. */
interface Reproduction {
  readonly walk: FinishedWalk
  readonly findings: ReadonlyMap<RequirementId, Finding>
}

/** One exploration of a target. */
class Explorer {
  readonly #options: ExploreOptions
  readonly #run: RunContext
  readonly #coverage = new TransitionCoverage()
  readonly #record = new ExplorationRecord()
  readonly #known = new Set<RequirementId>()
  readonly #unreliable = new Set<StepKind>()
  readonly #violations: ExploredViolation[] = []
  readonly #startedAt = Date.now()

  constructor(options: ExploreOptions) {
    this.#options = options
    this.#run = new RunContext(options.settings)
  }

  get #capabilities(): ExploreCapabilities {
    return capabilitiesOf(this.#options.settings, this.#run.capacity.limit)
  }

  async explore(): Promise<Exploration> {
    const { settings, replay, signal } = this.#options
    for (const id of requirementsOutOfScope(settings)) this.#known.add(id)
    try {
      if (replay) await this.#replay(replay)
      else await this.#exploreUntil(Date.now() + this.#options.durationMs)
    } finally {
      await this.#run.close()
    }
    const { fatalError } = this.#run
    return {
      violations: this.#violations,
      coverage: this.#coverage.transitions,
      ...this.#record.totals,
      evidence: this.#record.evidence,
      errors: fatalError === undefined || signal.aborted ? [] : [fatalError],
    }
  }

  async #replay({ steps, accepted, passedOver }: Sequence): Promise<void> {
    for (const kind of accepted) this.#record.accepted.add(kind)
    for (const requirement of passedOver) this.#known.add(requirement)
    const finished = await this.#runWalk(stepsInTurn(steps), this.#known, this.#coverage)
    const { end, single } = finished.walk
    for (const violation of single) this.#report(finished, violation, steps.length, Date.now())
    if (end.kind === 'violation') this.#report(finished, end, steps.length, Date.now())
    else if (end.kind === 'inconclusive') this.#note(end.reason)
  }

  async #exploreUntil(deadline: number): Promise<void> {
    const { seed, signal, failFast = false } = this.#options
    const random = new Random(seed)
    for (let futile = 0; Date.now() < deadline && !signal.aborted && futile < maxFutile; ) {
      if (this.#run.fatalError !== undefined || (failFast && this.#violations.length > 0)) return
      this.#options.onProgress(
        `exploring, walk ${this.#record.totals.walks + 1}, ${this.#violations.length} violations`,
      )
      const generator = new Generator(random, this.#coverage, this.#capabilities, this.#unreliable)
      const next: WalkOptions['next'] = (model) => (Date.now() < deadline ? generator.next(model) : undefined)
      const finished = await this.#runWalk(next, this.#known, this.#coverage)
      const { end, steps, unreliable } = finished.walk
      for (const kind of unreliable) this.#unreliable.add(kind)
      await this.#investigateSingle(finished)
      const isFutile = end.kind === 'inconclusive' && finished.context.knownViolations.size === 0
      futile = isFutile ? futile + 1 : 0
      if (end.kind === 'inconclusive' && !signal.aborted) this.#note(end.reason)
      if (end.kind === 'violation' && !this.#known.has(end.requirement))
        await this.#investigate(finished, [end], steps, end.by)
    }
  }

  /**
   * Investigates the violations that single responses showed. Those after the same steps are shrunk together, because a target that is under
   * development violates many requirements with one response.
   */
  async #investigateSingle(finished: FinishedWalk): Promise<void> {
    const { single, steps } = finished.walk
    const violations = single.filter(({ requirement }) => !this.#known.has(requirement))
    for (const length of new Set(violations.map((violation) => violation.length))) {
      if (this.#options.signal.aborted) return
      const group = violations.filter((violation) => violation.length === length)
      await this.#investigate(finished, group, steps.slice(0, length), 'responses')
    }
  }

  /** Reproduces the violations of a walk, shrinks its steps, and reports the violations, which are known from then on. */
  async #investigate(
    finished: FinishedWalk,
    violations: readonly Violation[],
    steps: readonly Step[],
    by: ViolationEnd['by'],
  ): Promise<void> {
    const foundAt = Date.now()
    for (const { requirement } of violations) this.#known.add(requirement)
    const requirements = violations.map(({ requirement }) => requirement)
    const reproduction = await this.#reproduce(steps, requirements)
    const { walk, findings } = reproduction ?? {
      walk: { ...finished, walk: { ...finished.walk, steps } },
      findings: findingsOf(finished.walk),
    }
    for (const { requirement, finding } of violations)
      if (reproduction === undefined && by === 'model') {
        this.#known.delete(requirement)
        this.#note(`Seen once, and not again when the same steps were repeated: ${requirement}. ${finding.message}`)
      } else {
        const violation = { requirement, finding: findings.get(requirement) ?? finding }
        this.#report(walk, violation, steps.length, foundAt)
      }
  }

  /**
   * Returns the shortest walk that was found to violate all these requirements; undefined if the steps do not do so
   * again.
   */
  async #reproduce(steps: readonly Step[], requirements: readonly RequirementId[]): Promise<Reproduction | undefined> {
    const { signal, onProgress } = this.#options
    const ignored = new Set([...this.#known].filter((id) => !requirements.includes(id)))
    const budget = this.#budget()
    let shortest: Reproduction | undefined
    const runCandidate = async (candidate: readonly Step[]): Promise<readonly Step[] | undefined> => {
      onProgress(`shortening ${candidate.length} steps that contradict ${requirements.join(', ')}`)
      const walk = await this.#runWalk(stepsInTurn(candidate), ignored)
      const findings = findingsOf(walk.walk)
      if (requirements.some((requirement) => !findings.has(requirement))) return undefined
      shortest = { walk, findings }
      return walk.walk.steps
    }
    for (let count = 0; count < maxRepetitions && !signal.aborted; count++) {
      const shown = await runCandidate(steps)
      if (shown === undefined) continue
      await shrink(shown, runCandidate, budget)
      break
    }
    return shortest
  }

  #budget() {
    const until = Date.now() + maxShrinkMs
    const most = this.#record.servers + maxShrinkServers
    return { isSpent: () => Date.now() > until || this.#record.servers > most || this.#options.signal.aborted }
  }

  #report(
    { walk, context }: FinishedWalk,
    { requirement, finding }: Violation,
    originalLength: number,
    foundAt: number,
  ): void {
    const { evidence } = context.compute
    const assertions = [{ requirement, by: 'suite' as const, finding }]
    const own = { ...evidence, assertions, accepted: [...this.#record.accepted], notes: [], failedRequests: [] }
    const passedOver = knownViolationsIn(context).filter((id) => id !== requirement)
    const shown = { steps: walk.steps, passedOver, transcript: context.transcript, evidence: own }
    const foundAfterMs = foundAt - this.#startedAt
    this.#violations.push({ requirement, finding, ...shown, originalLength, foundAfterMs })
  }

  async #runWalk(
    next: WalkOptions['next'],
    ignored: ReadonlySet<RequirementId>,
    coverage?: TransitionCoverage,
  ): Promise<FinishedWalk> {
    const { accepted } = this.#record
    const environment = { run: this.#run, capabilities: this.#capabilities, earlier: { accepted, ignored } }
    const finished = await runWalk(environment, { next, signal: this.#options.signal, ...(coverage && { coverage }) })
    this.#record.add(finished.context)
    return finished
  }

  #note(sentence: string): void {
    this.#record.note(this.#run.redactor.redact(sentence))
  }
}

/** Chooses the given steps in their order. */
function stepsInTurn(steps: readonly Step[]): WalkOptions['next'] {
  let index = 0
  return () => steps[index++]
}

/** Explores a target until the time is up, or repeats given steps. Each walk deletes its resources; the caller cleans up what remains. */
export const explore = (options: ExploreOptions): Promise<Exploration> => new Explorer(options).explore()
