import type { Random } from '#emulator'
import { type Command, kindOf, type Offer, type StepKind } from './commands/command.ts'
import { areIndependent, commandOf, createCommands, families } from './commands/index.ts'
import type { TransitionCoverage } from './coverage.ts'
import type { Model } from './model.ts'
import type { SingleStep, Step } from './steps.ts'
import { chooseWeighted } from './weighted-choice.ts'

/** Steps of a life. */
const shortest = 20
const longest = 80
/**
 * The chances that a life uses a family of steps. With few, the same things happen to a server again and again; with many, one
 * thing meets another.
 */
const useChances = [0.4, 0.65, 0.9]
/** The chance that two steps are sent at once, where they may. */
const togetherChance = 0.15
/** How much less often a step is tried after which something had to be given up before. */
const doubtfulWeight = 0.05
/** Servers are deleted less often than other things happen to them. */
const deleteWeight = 0.5
const forbiddenWeight = 0.1
/** Orders of actions beyond these do not make a step more interesting. */
const maxNovelty = 20

const isCreation = ({ action }: Command): boolean => /^create(-local|-keypair)?$/.test(action)

/** Chooses the steps of one life, those first that were tried least in the situation at hand. */
export class Generator {
  readonly #random: Random
  readonly #coverage: TransitionCoverage
  readonly #offer: Offer
  /** Kinds of steps after which something had to be given up. */
  readonly #doubtful: ReadonlySet<StepKind>
  readonly #commands: readonly Command[]
  /** Servers that this life has at once: few of them, and more happens to each. */
  readonly #maxAlive: number
  /** Servers that are created before anything else. */
  #initial: number
  #remaining: number

  constructor(random: Random, coverage: TransitionCoverage, offer: Offer, doubtful: ReadonlySet<StepKind>) {
    this.#random = random
    this.#coverage = coverage
    this.#offer = offer
    this.#doubtful = doubtful
    this.#remaining = shortest + random.integer(longest - shortest + 1)
    const sizes = Array.from({ length: offer.maxServers }, (_, index) => index + 1)
    this.#maxAlive = chooseWeighted(random, sizes, (size) => (size === offer.maxServers ? 1 : 4 / size ** 2)) ?? 1
    this.#initial = 1 + random.integer(this.#maxAlive)
    const chance = chooseWeighted(random, useChances, () => 1) ?? 1
    this.#commands = [...createCommands, ...families.filter(() => random.next() < chance).flat()]
  }

  /** The next step; undefined when the life is long enough. */
  next(model: Model): Step | undefined {
    if (this.#remaining-- <= 0) return undefined
    const offer = { ...this.#offer, maxServers: this.#maxAlive }
    const usable = this.#initial-- > 0 ? this.#commands.filter(isCreation) : this.#commands
    const candidates = usable.flatMap((command) => command.propose(model, offer))
    const steps = candidates.filter((step) => commandOf(step).rule(model, step, this.#offer) !== undefined)
    const first = this.#choose(model, steps)
    if (first === undefined || !this.#mayBeTogether(model, first)) return first
    if (this.#random.next() >= togetherChance) return first
    const others = steps.filter((step) => this.#mayBeTogether(model, step) && areIndependent(first, step))
    const second = this.#choose(model, others)
    return second ? { together: [first, second] } : first
  }

  /** Chooses the action before the step: one that is possible in many ways is not chosen more often. */
  #choose(model: Model, steps: readonly SingleStep[]): SingleStep | undefined {
    const weights = new Map(steps.map((step) => [step, this.#weight(model, step)]))
    const weightOf = (step: SingleStep) => weights.get(step) ?? 0
    const byAction = [...new Set(steps.map(({ action }) => action))].map((action) =>
      steps.filter((step) => step.action === action),
    )
    const chosen = chooseWeighted(this.#random, byAction, (group) => Math.max(...group.map(weightOf)))
    return chooseWeighted(this.#random, chosen ?? [], weightOf)
  }

  #mayBeTogether(model: Model, step: SingleStep): boolean {
    const { isInstant = false, rule } = commandOf(step)
    return isInstant && rule(model, step, this.#offer)?.kind === 'legal'
  }

  #weight(model: Model, step: SingleStep): number {
    const rule = commandOf(step).rule(model, step, this.#offer)
    const isForbidden = rule?.kind === 'forbidden'
    const factors = [
      1 / (1 + this.#coverage.timesTried(model, step)),
      isForbidden ? 1 : (1 + Math.min(maxNovelty, this.#coverage.novelty(model, step))) ** 2,
      rule && this.#doubtful.has(kindOf(step, rule)) ? doubtfulWeight : 1,
      step.action === 'delete' ? deleteWeight : 1,
      isForbidden ? forbiddenWeight : 1,
    ]
    return factors.reduce((product, factor) => product * factor, 1)
  }
}
