import { describe, expect, test } from 'vitest'
import { InconclusiveRunError } from '#engine/errors'
import type { MutantRun } from './mutant-run.ts'
import { failing, faultNamed, other, own, third } from './mutation.fixture.ts'
import { assertBaseline, runMutations, type Worker, type WorkerPool } from './run-mutations.ts'

/** A pool with one worker that returns prepared runs by the names of their faults; `baseline` is the key of runs without one. */
class ScriptedPool implements WorkerPool {
  /** The faults of the requested runs. */
  readonly requested: string[] = []
  readonly baselineEditions: string[] = []
  /** The argument of each call of `close`. */
  readonly closed: boolean[] = []
  readonly #runs: Map<string, MutantRun[]>

  constructor(runs: Readonly<Record<string, readonly MutantRun[]>>) {
    this.#runs = new Map(Object.entries(runs).map(([fault, prepared]) => [fault, [...prepared]]))
  }

  readonly workers: readonly Worker[] = [
    {
      run: async (faults) => this.#next(faults.join('+')),
      runBaseline: async (editions) => {
        this.baselineEditions.push(...editions)
        return this.#next('baseline')
      },
    },
  ]

  #next(key: string): MutantRun {
    this.requested.push(key)
    return this.#runs.get(key)?.shift() ?? failing()
  }

  async close(immediately = false): Promise<void> {
    this.closed.push(immediately)
  }
}

const never = new AbortController().signal

function runWith(pool: WorkerPool, names: readonly string[], signal = never, onResult: () => void = () => undefined) {
  const faults = names.map((name) => faultNamed(name))
  return runMutations({ faults, signal, onResult, onRerun: () => undefined }, pool)
}

describe('a mutation test', () => {
  test('starts with a baseline run, and runs each fault once when all match their declaration', async () => {
    const pool = new ScriptedPool({ a: [failing(own)], b: [failing(own)] })
    const outcome = await runWith(pool, ['a', 'b'])
    expect(pool.requested).toEqual(['baseline', 'a', 'b'])
    expect(outcome.baselineRuns).toHaveLength(1)
    expect(pool.baselineEditions).toEqual(['2020-03'])
    expect(outcome.results.map(({ fault, asDeclared }) => [fault.name, asDeclared])).toEqual([
      ['a', true],
      ['b', true],
    ])
    expect(pool.closed).toEqual([false])
    expect(() => assertBaseline(outcome)).not.toThrow()
  })

  test('repeats faults that do not match their declaration at the end', async () => {
    const pool = new ScriptedPool({ a: [failing(own, other), failing(own), failing(own)], b: [failing(own)] })
    const { results } = await runWith(pool, ['a', 'b'])
    expect(pool.requested.slice(1)).toEqual(['a', 'b', 'a', 'a'])
    expect(results[0]).toMatchObject({ flaky: true, asDeclared: true })
  })

  test('gives up on a fault whose runs never agree', async () => {
    const pool = new ScriptedPool({ a: [failing(other), failing(), failing(own)] })
    const { results } = await runWith(pool, ['a'])
    expect(results[0]).toMatchObject({ flaky: true, asDeclared: false })
    expect(results[0]?.runs).toHaveLength(3)
  })

  test('ends when a baseline run fails twice', async () => {
    const slow = new ScriptedPool({ baseline: [failing(other), failing()], a: [failing(own)] })
    expect((await runWith(slow, ['a'])).results).toHaveLength(1)
    expect(slow.requested[1]).toBe('baseline')

    const broken = new ScriptedPool({ baseline: [failing(other), failing(other)] })
    const outcome = await runWith(broken, ['a'])
    expect(outcome.results).toEqual([])
    expect(() => assertBaseline(outcome)).toThrow(
      new InconclusiveRunError(`the baseline run without a fault did not pass: ${other}`),
    )
  })

  test('runs faults together that mask nothing, and repeats those that do not match their declaration', async () => {
    const faults = [
      faultNamed('a'),
      { ...faultNamed('b'), requirement: other },
      { ...faultNamed('c'), requirement: third },
    ]
    const masked = new Map(faults.map(({ name }) => [name, []]))
    const options = {
      faults,
      knowledge: { masked },
      signal: never,
      onResult: () => undefined,
      onRerun: () => undefined,
    }
    const exact = new ScriptedPool({ 'a+b+c': [failing(own, other, third)] })
    const { results } = await runMutations(options, exact)
    expect(exact.requested).toEqual(['baseline', 'a+b+c'])
    expect(results.map(({ asDeclared }) => asDeclared)).toEqual([true, true, true])

    const hidden = new ScriptedPool({ 'a+b+c': [failing(own, other)], c: [failing(), failing()] })
    const survived = await runMutations(options, hidden)
    expect(hidden.requested).toEqual(['baseline', 'a+b+c', 'c', 'c'])
    expect(survived.results.map(({ asDeclared }) => asDeclared)).toEqual([true, true, false])

    const undeclared = new ScriptedPool({
      'a+b+c': [failing(own, other, third, 'zones.list.answers')],
      'a+b': [failing(own, other)],
      c: [failing(third, 'zones.list.answers'), failing(third, 'zones.list.answers')],
    })
    const collateral = await runMutations(options, undeclared)
    expect(undeclared.requested).toEqual(['baseline', 'a+b+c', 'a+b', 'c', 'c'])
    expect(collateral.results.map(({ asDeclared }) => asDeclared)).toEqual([true, true, false])
  })

  test('stops immediately when interrupted, with the results so far', async () => {
    const interruption = new AbortController()
    const pool = new ScriptedPool({ a: [failing(own)], b: [failing(own)] })
    const { results } = await runWith(pool, ['a', 'b'], interruption.signal, () => interruption.abort())
    expect(results.map(({ fault }) => fault.name)).toEqual(['a'])
    expect(pool.closed[0]).toBe(true)
  })
})
