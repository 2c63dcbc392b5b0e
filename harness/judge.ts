import { type RequirementId, requirement } from '#contract'
import type { Answer } from './answer.ts'
import { answersWith, type Check, type Fault, isRefused, succeeds } from './checks.ts'
import type { Compute } from './compute.ts'
import { curlOf } from './curl.ts'
import type { Finding } from './evidence.ts'
import { Inconclusive, Nonconformity } from './outcome.ts'
import { excerpt } from './record.ts'
import { type Arrival, eventually, gone, rests, type Watch, watchServer } from './waiter.ts'

/** Judges one requirement. Every method says in the end whether the target fulfils it; none arranges anything. */
export interface Judge {
  /** The answer passes all checks. */
  see(answer: Answer, ...checks: readonly Check[]): void
  /** The answer is a success (2xx). */
  succeed(answer: Answer): void
  /** The answer is a refusal (4xx). */
  refuse(answer: Answer): void
  /** The status is one of those that the register lists for the requirement. */
  answerAsListed(answer: Answer): void
  /** Read again and again, the answer passes the check within so many milliseconds. */
  eventually(read: () => Promise<Answer>, check: Check, within: number): Promise<Answer>
  /** The server comes to rest in a status. */
  become(serverId: string, status: 'ACTIVE' | 'SHUTOFF', after: string, within: number): Promise<Arrival>
  /** The server comes to what is described. */
  arrive(serverId: string, watch: Watch): Promise<Arrival>
  /** The server is not found any more. */
  vanish(serverId: string, within: number): Promise<Arrival>
  /** A create that must not come to anything: refused at once, or its server ends in ERROR; never ACTIVE. */
  comeToNothing(answer: Answer, within: number): Promise<void>
  /** A comparison across answers; `fault` describes it when it does not hold. `answer` is the one to show. */
  that(holds: boolean, answer: Answer, fault: Fault): void
  /** Nothing more to look at: what has been seen fulfils the requirement, by this accepted reading if it is contested. */
  fulfilled(variant?: string): void
}

/** How a finding is taken: `must` ends the test with it, `should` writes it down and goes on. */
type Stance = 'must' | 'should'

class Bench implements Judge {
  readonly #id: RequirementId
  readonly #compute: Compute
  readonly #stance: Stance

  constructor(id: RequirementId, compute: Compute, stance: Stance) {
    this.#id = id
    this.#compute = compute
    this.#stance = stance
  }

  #record(answer: Answer | undefined, fault: Fault | undefined, variant?: string): void {
    const { evidence, session } = this.#compute
    const judgement = { requirement: this.#id, by: 'suite' as const, ...(variant === undefined ? {} : { variant }) }
    if (!fault) {
      if (evidence.injected.length === 0) evidence.judgements.push(judgement)
      return
    }
    const step = evidence.steps.at(-1)
    const finding: Finding = {
      message: excerpt(session.redactor, fault.message),
      at: excerpt(session.redactor, fault.at),
      expected: excerpt(session.redactor, fault.expected),
      actual: excerpt(session.redactor, fault.actual),
      ...(step === undefined ? {} : { step }),
      ...(answer ? { exchange: answer.exchange.index, curl: curlOf(answer.exchange) } : {}),
    }
    evidence.judgements.push({ ...judgement, finding })
    if (this.#stance === 'must') throw new Nonconformity(this.#id, finding, answer?.exchange)
  }

  see(answer: Answer, ...checks: readonly Check[]): void {
    this.#record(
      answer,
      checks.map((check) => check(answer)).find((fault) => fault !== undefined),
    )
  }

  succeed(answer: Answer): void {
    this.see(answer, succeeds)
  }

  refuse(answer: Answer): void {
    this.see(answer, isRefused)
  }

  answerAsListed(answer: Answer): void {
    this.see(answer, answersWith(...requirement(this.#id).codes))
  }

  async eventually(read: () => Promise<Answer>, check: Check, within: number): Promise<Answer> {
    const { answer, fault } = await eventually(read, check, within)
    this.#record(answer, fault && { ...fault, message: `${fault.message.replace(/\.$/, '')}, for ${within / 1000} s.` })
    return answer
  }

  async become(serverId: string, status: 'ACTIVE' | 'SHUTOFF', after: string, within: number): Promise<Arrival> {
    return this.arrive(serverId, { after, until: rests(status), wanted: status, within })
  }

  async arrive(serverId: string, watch: Watch): Promise<Arrival> {
    const arrival = await watchServer(this.#compute, serverId, watch)
    this.#record(arrival.answer, arrival.fault)
    return arrival
  }

  async vanish(serverId: string, within: number): Promise<Arrival> {
    return this.arrive(serverId, { after: 'delete', until: gone, wanted: 'gone (404, or DELETED)', within })
  }

  async comeToNothing(answer: Answer, within: number): Promise<void> {
    const id = answer.string('body/server/id')
    if (!answer.succeeded || id === undefined) {
      this.refuse(answer)
      return
    }
    const failed = (seen: Answer) => seen.at('body/server/status') === 'ERROR'
    const ended = (seen: Answer) => failed(seen) || rests('ACTIVE')(seen) || seen.status === 404
    const { answer: last } = await watchServer(this.#compute, id, {
      after: 'create',
      until: ended,
      wanted: 'ERROR',
      within,
    })
    const fault = {
      message: 'The request was accepted, and its server did not end in ERROR.',
      at: 'body/server/status',
      expected: 'a refusal (4xx), or ERROR',
      actual: last.string('body/server/status') ?? String(last.status),
    }
    this.#record(answer, failed(last) ? undefined : fault, failed(last) ? 'ERROR later' : undefined)
  }

  that(holds: boolean, answer: Answer, fault: Fault): void {
    this.#record(answer, holds ? undefined : fault)
  }

  fulfilled(variant?: string): void {
    this.#record(undefined, undefined, variant)
  }
}

/**
 * `must('id')` and `should('id')`: who judges, by which requirement. A test may judge only what it declares with
 * `verifies`. A requirement that the profile or the selection leaves out is judged by nobody: its findings are not kept.
 */
export function judges(compute: Compute, declared: readonly RequirementId[], isAsked: (id: RequirementId) => boolean) {
  const bench =
    (stance: Stance) =>
    (id: RequirementId): Judge => {
      if (!declared.includes(id)) throw new TypeError(`This test judges ${id} without declaring it in verifies(…).`)
      return new Bench(id, compute, isAsked(id) ? stance : 'should')
    }
  return { must: bench('must'), should: bench('should') }
}

/** Ends the test without a judgement unless something that was only arranged is there. */
export function arranged<T>(value: T | undefined, sentence: string): T {
  if (value === undefined) throw new Inconclusive(sentence)
  return value
}
