import type { StepResult } from './commands/command.ts'
import type { KnownServer, Model } from './model.ts'
import { type SingleStep, type Step, type StepAction, singleStepsOf } from './steps.ts'

/** A combination that was tried, and how often. */
export interface CoveredTransition {
  readonly state: string
  readonly action: string
  readonly result: StepResult
  readonly count: number
}

/** How many repetitions of an action on one server count as different situations. */
const maxCounted = 3
/** How many of the last actions on a server count for the novelty of the next. */
const maxRecent = 8

/**
 * Returns the part of a server's state that can matter for a step: its status, and how often the action and its reverse
 * were carried out.
 */
const situationOf = ({ status, counts }: KnownServer, { action }: SingleStep): string => {
  const noun = action.replace(/^\w+-/, '')
  const related = [...counts].filter(([other]) => other === action || other.replace(/^\w+-/, '') === noun)
  const done = related.map(([other, count]) => `${other}=${Math.min(count, maxCounted)}`).sort()
  return [status, ...done].join(' ')
}

const attachedTo = ({ volumes }: KnownServer): number => [...volumes.values()].filter(Boolean).length

/** Returns the situation of a deletion: the number of volumes attached to the server, and to each other server. */
const deletionOf = (model: Model, server: KnownServer): string => {
  const others = model.alive.filter((other) => other !== server)
  return `with ${attachedTo(server)} beside ${others.map(attachedTo).sort().join(' ')}`
}

/** The novelty of a step that concerns no existing server. */
const noveltyOfNew = 4

/** Returns the ordered subsequences of up to three actions in the history of a server that end with this action. */
function* triplesOf(history: readonly StepAction[], action: StepAction): Generator<string> {
  const recent = history.slice(-maxRecent)
  yield action
  for (const [index, second] of recent.entries()) {
    yield `${second} ${action}`
    for (const first of recent.slice(0, index)) yield `${first} ${second} ${action}`
  }
}

/** How often each combination of a state, an action and a result occurred in an exploration. */
export class TransitionCoverage {
  readonly #situations = new Map<string, number>()
  readonly #transitions = new Map<string, number>()
  readonly #triples = new Set<string>()

  /** Returns how often a step was tried in a situation like the present one. */
  timesTried(model: Model, step: Step): number {
    return Math.min(...this.#keys(model, step).map((key) => this.#situations.get(key) ?? 0))
  }

  /** Returns the number of ordered subsequences of actions on one server that a step would be the first to exercise. */
  novelty(model: Model, step: SingleStep): number {
    const server = model.aliveServer(step.server)
    if (!server) return noveltyOfNew
    return new Set([...triplesOf(server.history, step.action)].filter((triple) => !this.#triples.has(triple))).size
  }

  /** Begins to record a step; to be called before the step changes the model. The returned function records the results. */
  begin(model: Model, step: Step): (results: readonly StepResult[]) => void {
    for (const key of this.#keys(model, step)) this.#situations.set(key, (this.#situations.get(key) ?? 0) + 1)
    const servers = singleStepsOf(step).map((one) => model.aliveServer(one.server))
    const histories = servers.map((server) => [...(server?.history ?? [])])
    const states = servers.map((server) => server?.status ?? 'none')
    return (results) => {
      for (const [index, { action }] of singleStepsOf(step).entries()) {
        const result = results[index]
        if (result === undefined) continue
        for (const triple of triplesOf(histories[index] ?? [], action)) this.#triples.add(triple)
        const key = `${states[index]} ${action} ${result}`
        this.#transitions.set(key, (this.#transitions.get(key) ?? 0) + 1)
      }
    }
  }

  /** Sorted by state, action and result. */
  get transitions(): readonly CoveredTransition[] {
    const order = [...this.#transitions].sort(([a], [b]) => (a < b ? -1 : 1))
    return order.map(([key, count]) => {
      const [state = '', action = '', result] = key.split(' ')
      return { state, action, count, result: result === 'accepted' || result === 'busy' ? result : 'rejected' }
    })
  }

  #situation(model: Model, server: KnownServer, step: SingleStep): string {
    return step.action === 'delete' ? deletionOf(model, server) : situationOf(server, step)
  }

  #keys(model: Model, step: Step): readonly string[] {
    return singleStepsOf(step).map((one) => {
      const server = model.aliveServer(one.server)
      const together = 'together' in step ? ' together' : ''
      return `${one.action} ${one.key ?? ''} ${server ? this.#situation(model, server, one) : `beside ${model.alive.length}`}${together}`
    })
  }
}
