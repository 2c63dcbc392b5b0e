import { Random } from '#emulator'
import { RunContext } from '#harness/core'
import type { Evidence, Finding, RequirementId, TargetSettings } from '#model'
import type { Offer, StepKind } from './commands/command.ts'
import { type CoveredTransition, TransitionCoverage } from './coverage.ts'
import { ExplorationRecord } from './exploration-record.ts'
import { Generator } from './generator.ts'
import { findingsOf, type LifeOptions, type ViolationEnd } from './life.ts'
import { type LivedLife, liveOnce } from './lived-life.ts'
import { offerOf, requirementsOutOfScope } from './offer.ts'
import type { Transcript } from './output/transcript.ts'
import { passedOverIn } from './response-violations.ts'
import { shrink } from './shrink.ts'
import type { Step } from './steps.ts'

export interface ExploreOptions {
  readonly settings: TargetSettings
  readonly seed: number
  readonly durationMs: number
  readonly signal: AbortSignal
  /** Steps to repeat, in place of random ones. */
  readonly replay?: Sequence | undefined
  /** Ends with the first violation, once it is shortened. */
  readonly failFast?: boolean
  onProgress(text: string): void
}

/** Steps to repeat. */
export interface Sequence {
  readonly steps: readonly Step[]
  /** Kinds of valid requests that the target is known to accept: only of those is a rejection a violation. */
  readonly accepted: readonly string[]
  /** Requirements that were known to be violated: only so is what comes after reached. */
  readonly passedOver: readonly RequirementId[]
}

/** A violation with the shortest sequence that is known to show it. */
export interface ExploredViolation {
  readonly requirement: RequirementId
  readonly finding: Finding
  readonly steps: readonly Step[]
  /** Requirements that the steps violate, too, which was known. */
  readonly passedOver: readonly RequirementId[]
  /** Of the life that showed it last. */
  readonly evidence: Evidence
  readonly transcript: Transcript
  /** How many steps the random sequence had. */
  readonly originalLength: number
  /** Milliseconds from the beginning of the exploration until it was seen first. */
  readonly foundAfterMs: number
}

export interface Exploration {
  readonly violations: readonly ExploredViolation[]
  readonly coverage: readonly CoveredTransition[]
  readonly lives: number
  readonly steps: number
  readonly requests: number
  /** What was observed besides violations. */
  readonly evidence: Evidence
  readonly errors: readonly string[]
}

/** Milliseconds and servers that may be spent on a shorter sequence. */
const maxShrinkMs = 60_000
const maxShrinkServers = 150
/** Lives without any violation that end early, one after the other, before an exploration gives up. */
const maxFruitless = 10
/** How often a violation that only the model sees is tried again before it counts as a coincidence. */
const maxConfirmations = 2

/** One exploration of a target. */
class Explorer {
  readonly #options: ExploreOptions
  readonly #run: RunContext
  readonly #coverage = new TransitionCoverage()
  readonly #record = new ExplorationRecord()
  readonly #known = new Set<RequirementId>()
  readonly #doubtful = new Set<StepKind>()
  readonly #violations: ExploredViolation[] = []
  readonly #startedAt = Date.now()

  constructor(options: ExploreOptions) {
    this.#options = options
    this.#run = new RunContext(options.settings)
  }

  get #offer(): Offer {
    return offerOf(this.#options.settings, this.#run.capacity.limit)
  }

  async explore(): Promise<Exploration> {
    const { settings, replay, signal } = this.#options
    for (const id of requirementsOutOfScope(settings)) this.#known.add(id)
    try {
      if (replay) await this.#replay(replay)
      else await this.#liveUntil(Date.now() + this.#options.durationMs)
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
    const lived = await this.#liveOnce(stepsInTurn(steps), this.#known, this.#coverage)
    const { end, single } = lived.life
    for (const violation of single) this.#report(lived, violation, steps.length, Date.now())
    if (end.kind === 'violation') this.#report(lived, end, steps.length, Date.now())
    else if (end.kind === 'inconclusive') this.#note(end.reason)
  }

  async #liveUntil(deadline: number): Promise<void> {
    const { seed, signal, failFast = false } = this.#options
    const random = new Random(seed)
    for (let fruitless = 0; Date.now() < deadline && !signal.aborted && fruitless < maxFruitless; ) {
      if (this.#run.fatalError !== undefined || (failFast && this.#violations.length > 0)) return
      this.#options.onProgress(
        `exploring, life ${this.#record.totals.lives + 1}, ${this.#violations.length} violations`,
      )
      const generator = new Generator(random, this.#coverage, this.#offer, this.#doubtful)
      const next: LifeOptions['next'] = (model) => (Date.now() < deadline ? generator.next(model) : undefined)
      const lived = await this.#liveOnce(next, this.#known, this.#coverage)
      const { end, steps, doubtful } = lived.life
      for (const kind of doubtful) this.#doubtful.add(kind)
      await this.#investigateSingle(lived)
      const isFruitless = end.kind === 'inconclusive' && lived.world.passedOver.size === 0
      fruitless = isFruitless ? fruitless + 1 : 0
      if (end.kind === 'inconclusive' && !signal.aborted) this.#note(end.reason)
      if (end.kind === 'violation' && !this.#known.has(end.requirement))
        await this.#investigate(lived, [end], steps, end.by)
    }
  }

  /** Investigates together what single responses showed after the same steps: a young target violates much at once. */
  async #investigateSingle(lived: LivedLife): Promise<void> {
    const { single, steps } = lived.life
    const news = single.filter(({ requirement }) => !this.#known.has(requirement))
    for (const length of new Set(news.map((violation) => violation.length))) {
      if (this.#options.signal.aborted) return
      const group = news.filter((violation) => violation.length === length)
      await this.#investigate(lived, group, steps.slice(0, length), 'responses')
    }
  }

  /** Repeats what showed violations, and looks for a shorter way to show all of them. */
  async #investigate(
    lived: LivedLife,
    found: readonly Pick<ViolationEnd, 'requirement' | 'finding'>[],
    steps: readonly Step[],
    by: ViolationEnd['by'],
  ): Promise<void> {
    const foundAt = Date.now()
    const requirements = found.map(({ requirement }) => requirement)
    for (const requirement of requirements) this.#known.add(requirement)
    const ignored = new Set([...this.#known].filter((id) => !requirements.includes(id)))
    let best: { readonly lived: LivedLife; readonly findings: ReadonlyMap<RequirementId, Finding> } | undefined
    const tryOut = async (candidate: readonly Step[]): Promise<readonly Step[] | undefined> => {
      this.#options.onProgress(`shortening ${candidate.length} steps that contradict ${requirements.join(', ')}`)
      const attempt = await this.#liveOnce(stepsInTurn(candidate), ignored)
      const findings = findingsOf(attempt.life)
      if (requirements.some((requirement) => !findings.has(requirement))) return undefined
      best = { lived: attempt, findings }
      return attempt.life.steps
    }
    const budget = this.#budget()
    let confirmed: readonly Step[] | undefined
    for (let count = 0; count < maxConfirmations && confirmed === undefined && !this.#options.signal.aborted; count++)
      confirmed = await tryOut(steps)
    if (confirmed) await shrink(confirmed, tryOut, budget)
    for (const { requirement, finding } of found) {
      if (confirmed === undefined && by === 'model') {
        this.#known.delete(requirement)
        this.#note(`Seen once, and not again when the same steps were repeated: ${requirement}. ${finding.message}`)
      } else {
        const last = best ?? { lived: { ...lived, life: { ...lived.life, steps } }, findings: findingsOf(lived.life) }
        const own = { requirement, finding: last.findings.get(requirement) ?? finding }
        this.#report(last.lived, own, steps.length, foundAt)
      }
    }
  }

  #budget() {
    const until = Date.now() + maxShrinkMs
    const most = this.#record.servers + maxShrinkServers
    return { isSpent: () => Date.now() > until || this.#record.servers > most || this.#options.signal.aborted }
  }

  #report(
    { life, world }: LivedLife,
    { requirement, finding }: Pick<ExploredViolation, 'requirement' | 'finding'>,
    originalLength: number,
    foundAt: number,
  ): void {
    const { evidence } = world.compute
    const assertions = [{ requirement, by: 'suite' as const, finding }]
    const own = { ...evidence, assertions, accepted: [...this.#record.accepted], notes: [], failedRequests: [] }
    const passedOver = passedOverIn(world).filter((id) => id !== requirement)
    const shown = { steps: life.steps, passedOver, transcript: world.transcript, evidence: own }
    const foundAfterMs = foundAt - this.#startedAt
    this.#violations.push({ requirement, finding, ...shown, originalLength, foundAfterMs })
  }

  async #liveOnce(
    next: LifeOptions['next'],
    ignored: ReadonlySet<RequirementId>,
    coverage?: TransitionCoverage,
  ): Promise<LivedLife> {
    const { accepted } = this.#record
    const place = { run: this.#run, offer: this.#offer, experience: { accepted, ignored } }
    const lived = await liveOnce(place, { next, signal: this.#options.signal, ...(coverage && { coverage }) })
    this.#record.learn(lived.world)
    return lived
  }

  #note(sentence: string): void {
    this.#record.note(this.#run.redactor.redact(sentence))
  }
}

/** The given steps in their order. */
function stepsInTurn(steps: readonly Step[]): LifeOptions['next'] {
  let index = 0
  return () => steps[index++]
}

/** Explores a target until the time is up, or repeats given steps. Deletes what it creates; the caller cleans up what remains. */
export const explore = (options: ExploreOptions): Promise<Exploration> => new Explorer(options).explore()
