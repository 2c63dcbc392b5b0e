import { describe, expect, test } from 'vitest'
import type { MutantRun } from './mutant-run.ts'
import { failing, faultNamed, other, own } from './mutation.fixture.ts'
import { runMutations, type Worker, type WorkerPool } from './run-mutations.ts'
import type { MutantTimeouts } from './timeouts.ts'

interface Asked {
  readonly fault: string
  readonly pace: MutantTimeouts
}

/** A team whose testers answer from a list for each fault; `control` stands for none. */
class Scripted implements WorkerPool {
  readonly asked: Asked[] = []
  closed: boolean[] = []
  readonly #script: Map<string, MutantRun[]>

  constructor(script: Readonly<Record<string, readonly MutantRun[]>>) {
    this.#script = new Map(Object.entries(script).map(([fault, attempts]) => [fault, [...attempts]]))
  }

  readonly #tester: Worker = {
    run: async (fault = 'control', pace) => {
      this.asked.push({ fault, pace })
      return this.#script.get(fault)?.shift() ?? failing()
    },
  }

  async forEach<Task>(
    tasks: readonly Task[],
    _size: number,
    signal: AbortSignal,
    work: (task: Task, tester: Worker) => Promise<void>,
  ): Promise<void> {
    for (const task of tasks) if (!signal.aborted) await work(task, this.#tester)
  }

  async close(now = false): Promise<void> {
    this.closed.push(now)
  }
}

const never = new AbortController().signal

function go(team: WorkerPool, names: readonly string[], signal = never, onTried: () => void = () => undefined) {
  const faults = names.map((name) => faultNamed(name))
  return runMutations({ faults, jobs: 1, signal, onResult, onRerun: () => undefined }, team)
}

describe('a trial', () => {
  test('begins with a run without a fault, and tries each fault once when all is as declared', async () => {
    const team = new Scripted({ a: [failing(own)], b: [failing(own)] })
    const { results, baselineRuns } = await go(team, ['a', 'b'])
    expect(team.asked.map(({ fault }) => fault)).toEqual(['control', 'a', 'b'])
    expect(baselineRuns).toHaveLength(1)
    expect(results.map(({ fault, asDeclared }) => [fault.name, asDeclared])).toEqual([
      ['a', true],
      ['b', true],
    ])
    expect(team.closed).toEqual([false])
  })

  test('tries again, patiently and last, what is not as declared', async () => {
    const team = new Scripted({ a: [failing(own, other), failing(own), failing(own)], b: [failing(own)] })
    const { results } = await go(team, ['a', 'b'])
    expect(team.asked.slice(1)).toEqual([
      { fault: 'a', pace: 'quick' },
      { fault: 'b', pace: 'quick' },
      { fault: 'a', pace: 'patient' },
      { fault: 'a', pace: 'patient' },
    ])
    expect(results[0]).toMatchObject({ unsteady: true, asDeclared: true })
  })

  test('gives up on a fault whose attempts never agree', async () => {
    const team = new Scripted({ a: [failing(other), failing(), failing(own)] })
    const { results } = await go(team, ['a'])
    expect(results[0]).toMatchObject({ unsteady: true, asDeclared: false })
    expect(results[0]?.runs).toHaveLength(3)
  })

  test('ends when something fails without a fault, though not for short waits alone', async () => {
    const slow = new Scripted({ control: [failing(other), failing()], a: [failing(own)] })
    expect((await go(slow, ['a'])).results).toHaveLength(1)
    expect(slow.asked[1]).toEqual({ fault: 'control', pace: 'patient' })

    const broken = new Scripted({ control: [failing(other), failing(other)] })
    const { results, baselineRuns } = await go(broken, ['a'])
    expect(results).toEqual([])
    expect(baselineRuns[0]?.failures[0]?.requirement).toBe(other)
  })

  test('stops at once when it is interrupted, and tells what was decided by then', async () => {
    const interruption = new AbortController()
    const team = new Scripted({ a: [failing(own)], b: [failing(own)] })
    const { results } = await go(team, ['a', 'b'], interruption.signal, () => interruption.abort())
    expect(results.map(({ fault }) => fault.name)).toEqual(['a'])
    expect(team.closed[0]).toBe(true)
  })
})
