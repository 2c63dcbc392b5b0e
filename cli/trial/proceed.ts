import type { Fault } from '#emulator'
import type { Attempt } from './attempt.ts'
import { Crew, type Lane } from './crew.ts'
import type { Pace } from './pace.ts'
import { isAsDeclared, judged, type Verdict } from './verdict.ts'

/** One fault, and what came of all attempts at it. */
export interface Tried {
  readonly fault: Fault
  readonly attempts: readonly [Attempt, ...Attempt[]]
  readonly verdict: Verdict
  readonly unsteady: boolean
  readonly asDeclared: boolean
}

export interface Proceedings {
  readonly faults: readonly Fault[]
  readonly jobs: number
  /** Aborted when all is to stop at once. */
  readonly signal: AbortSignal
  /** Told of every fault whose result stands. */
  onTried(tried: Tried): void
  /** Told what has to be tried again, and of how many. */
  onAgain(fault: Fault, left: number): void
}

/** What a trial found. Controls are runs without a fault, under the same conditions. */
export interface Proceeded {
  readonly tried: readonly Tried[]
  readonly controls: readonly Attempt[]
}

type Task = { readonly control: true } | { readonly control: false; readonly fault: Fault }

const isSpotless = ({ failures, blind, troubles }: Attempt): boolean =>
  failures.length === 0 && blind.length === 0 && troubles.length === 0

/** The most attempts at one fault: two have to agree. */
const most = 3

/**
 * Tries every fault once, `jobs` at a time, with short waits. Whatever is then not as declared is tried again, alone and
 * with the waits of an ordinary run, until two attempts agree. A control run opens every lane: a bench that finds fault with
 * a healthy emulator proves nothing, so the trial ends there. What was interrupted is left out.
 */
export async function proceed({ faults, jobs, signal, onTried, onAgain }: Proceedings): Promise<Proceeded> {
  const crew = new Crew(jobs)
  const stop = () => void crew.close(true)
  signal.addEventListener('abort', stop)
  const controls: Attempt[] = []
  const tried: Tried[] = []
  const open: { readonly fault: Fault; attempts: readonly [Attempt, ...Attempt[]] }[] = []
  const settle = (fault: Fault, attempts: readonly [Attempt, ...Attempt[]]): boolean => {
    const { verdict, unsteady, settled } = judged(fault, attempts)
    if (!settled && attempts.length < most) return false
    const one = { fault, attempts, verdict, unsteady, asDeclared: settled && isAsDeclared(verdict) }
    tried.push(one)
    onTried(one)
    return true
  }
  const attempt = async (lane: Lane, fault: Fault | undefined, pace: Pace): Promise<Attempt | undefined> => {
    const done = await lane.attempt(fault?.name, pace)
    return signal.aborted ? undefined : done
  }
  try {
    const tasks: Task[] = [
      ...Array.from({ length: jobs }, () => ({ control: true }) as const),
      ...faults.map((fault) => ({ control: false, fault }) as const),
    ]
    const given = new AbortController()
    const either = AbortSignal.any([signal, given.signal])
    await crew.share(tasks, jobs, either, async (task, lane) => {
      const first = await attempt(lane, task.control ? undefined : task.fault, 'quick')
      if (!first) return
      if (!task.control) {
        if (!settle(task.fault, [first])) open.push({ fault: task.fault, attempts: [first] })
        return
      }
      const control = isSpotless(first) ? first : await attempt(lane, undefined, 'patient')
      if (!control) return
      controls.push(control)
      if (!isSpotless(control)) given.abort()
    })
    if (!given.signal.aborted) {
      const again = [...open].sort((a, b) => faults.indexOf(a.fault) - faults.indexOf(b.fault))
      let left = again.length
      await crew.share(again, 1, signal, async ({ fault, attempts }, lane) => {
        onAgain(fault, left--)
        for (let all = attempts; ; ) {
          const next = await attempt(lane, fault, 'patient')
          if (!next) return
          all = [...all, next]
          if (settle(fault, all)) return
        }
      })
    }
  } finally {
    signal.removeEventListener('abort', stop)
    await crew.close()
  }
  const order = (one: Tried): number => faults.indexOf(one.fault)
  return { tried: tried.sort((a, b) => order(a) - order(b)), controls }
}
