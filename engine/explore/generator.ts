import type { Random } from '#emulator'
import { type Command, type ExploreCapabilities, kindOf, type StepKind } from './commands/command.ts'
import { areIndependent, commandGroups, commandOf, createCommands } from './commands/index.ts'
import type { TransitionCoverage } from './coverage.ts'
import type { Model } from './model.ts'
import type { SingleStep, Step } from './steps.ts'
import { chooseWeighted } from './weighted-choice.ts'

/** The number of steps in a walk. */
const shortest = 20
const longest = 80
/**
 * The probabilities that a walk uses a group of commands. A walk with few groups repeats the same actions on a server; one with many
 * combines different actions.
 */
const useChances = [0.4, 0.65, 0.9]
/** The probability that two independent steps are sent at the same time. */
const togetherChance = 0.15
/** The weight of a kind of step after which a resource had to be abandoned before. */
const unreliableWeight = 0.05
/** Deletions are chosen less often than other actions. */
const deleteWeight = 0.5
const forbiddenWeight = 0.1
/** The novelty beyond which a step does not become more likely. */
const maxNovelty = 20

const isCreation = ({ action }: Command): boolean => /^create(-local|-keypair)?$/.test(action)

/** Chooses the steps of one walk, preferring those that were tried least in the present situation. */
export class Generator {
  readonly #random: Random
  readonly #coverage: TransitionCoverage
  readonly #capabilities: ExploreCapabilities
  /** Kinds of steps after which a resource had to be abandoned. */
  readonly #unreliable: ReadonlySet<StepKind>
  readonly #commands: readonly Command[]
  /** The number of servers that this walk has at once. With fewer servers, each gets more actions. */
  readonly #maxAlive: number
  /** The number of creations that are still to come before all other steps. */
  #initial: number
  #remaining: number

  constructor(
    random: Random,
    coverage: TransitionCoverage,
    capabilities: ExploreCapabilities,
    unreliable: ReadonlySet<StepKind>,
  ) {
    this.#random = random
    this.#coverage = coverage
    this.#capabilities = capabilities
    this.#unreliable = unreliable
    this.#remaining = shortest + random.integer(longest - shortest + 1)
    const sizes = Array.from({ length: capabilities.maxServers }, (_, index) => index + 1)
    this.#maxAlive =
      chooseWeighted(random, sizes, (size) => (size === capabilities.maxServers ? 1 : 4 / size ** 2)) ?? 1
    this.#initial = 1 + random.integer(this.#maxAlive)
    const chance = chooseWeighted(random, useChances, () => 1) ?? 1
    this.#commands = [...createCommands, ...commandGroups.filter(() => random.next() < chance).flat()]
  }

  /** Returns the next step; undefined when the walk is complete or no step is possible. */
  next(model: Model): Step | undefined {
    if (this.#remaining-- <= 0) return undefined
    const capabilities = { ...this.#capabilities, maxServers: this.#maxAlive }
    const usable = this.#initial-- > 0 ? this.#commands.filter(isCreation) : this.#commands
    const candidates = usable.flatMap((command) => command.propose(model, capabilities))
    const steps = candidates.filter((step) => commandOf(step).rule(model, step, this.#capabilities) !== undefined)
    const first = this.#choose(model, steps)
    if (first === undefined || !this.#mayBeTogether(model, first)) return first
    if (this.#random.next() >= togetherChance) return first
    const others = steps.filter((step) => this.#mayBeTogether(model, step) && areIndependent(first, step))
    const second = this.#choose(model, others)
    return second ? { together: [first, second] } : first
  }

  /** Chooses an action first and then one of its steps, so that actions with many possible steps are not preferred. */
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
    return isInstant && rule(model, step, this.#capabilities)?.kind === 'legal'
  }

  #weight(model: Model, step: SingleStep): number {
    const rule = commandOf(step).rule(model, step, this.#capabilities)
    const isForbidden = rule?.kind === 'forbidden'
    const factors = [
      1 / (1 + this.#coverage.timesTried(model, step)),
      isForbidden ? 1 : (1 + Math.min(maxNovelty, this.#coverage.novelty(model, step))) ** 2,
      rule && this.#unreliable.has(kindOf(step, rule)) ? unreliableWeight : 1,
      step.action === 'delete' ? deleteWeight : 1,
      isForbidden ? forbiddenWeight : 1,
    ]
    return factors.reduce((product, factor) => product * factor, 1)
  }
}
