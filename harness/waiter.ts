import { setTimeout as sleep } from 'node:timers/promises'
import { brief } from '#contract'
import type { Answer } from './answer.ts'
import type { Check, Fault } from './checks.ts'
import type { Compute } from './compute.ts'
import { retryAfter } from './retry-after.ts'

/** One status as it was seen, and for how long it had been waited then (ms). */
export interface Sighting {
  readonly status: string
  readonly taskState: string | null | undefined
  readonly ms: number
}

/** How a wait ended: as hoped, in a state that cannot lead there, or not in time. */
export interface Arrival {
  readonly outcome: 'reached' | 'failed' | 'late'
  readonly answer: Answer
  readonly journey: readonly Sighting[]
  readonly fault: Fault | undefined
}

export interface Watch {
  /** What was asked of the server: `create`, `os-stop`, … */
  readonly after: string
  /** Says whether an answer shows the end. */
  readonly until: (answer: Answer) => boolean
  /** The end in words. */
  readonly wanted: string
  /** Where the end shows; the status unless told otherwise. */
  readonly at?: string
  /** Milliseconds. */
  readonly within: number
}

/** Polls often at first and more slowly later; never more often than the target's own pace allows. */
export function pause(elapsed: number, lastAnswer: number, asked: string | undefined): number {
  const wanted = retryAfter(asked)
  if (wanted !== undefined && wanted > 0) return Math.min(wanted, 60_000)
  return Math.min(Math.max(elapsed * 0.2, lastAnswer * 4, 4), 5_000)
}

/** The draft's table calls SHUTOFF so. Its spelling is one requirement's business; the other tests take both. */
const draftNames: Readonly<Record<string, string>> = { STOPPED: 'SHUTOFF' }

/** The status of a server, in the service's own spelling. */
const statusOf = (answer: Answer): string | undefined => {
  const status = answer.string('body/server/status')
  return status === undefined ? undefined : (draftNames[status] ?? status)
}

/** ACTIVE, or SHUTOFF, with nothing under way. `task_state` is left out by some targets; then the status alone counts. */
export const rests =
  (status: string): ((answer: Answer) => boolean) =>
  (answer) =>
    statusOf(answer) === status && (answer.at('body/server/OS-EXT-STS:task_state') ?? null) === null

const isGone = (answer: Answer): boolean =>
  answer.status === 404 || ['DELETED', 'SOFT_DELETED'].includes(answer.string('body/server/status') ?? '')
export const gone = isGone

/** Status and task of a server as an answer shows them; a deleted one is `gone`. */
function sighting(answer: Answer, ms: number): Sighting {
  const task = answer.at('body/server/OS-EXT-STS:task_state')
  const status =
    answer.status === 404 ? '404' : (answer.string('body/server/status') ?? `no status in an answer ${answer.status}`)
  const taskState = typeof task === 'string' ? short(task) : task === null ? null : undefined
  return { status: short(status), taskState, ms }
}

/** No status of the document is longer, and a target may call one as it likes. */
const short = (status: string, most = 60): string => (status.length <= most ? status : `${status.slice(0, most)}…`)

export function tellJourney(journey: readonly Sighting[]): string {
  return journey
    .map(
      ({ status, taskState, ms }) => `${status}${taskState ? ` (${taskState})` : ''} after ${(ms / 1000).toFixed(2)} s`,
    )
    .join(', ')
}

/**
 * Watches a server until it shows what is wanted, has failed for good (ERROR, or gone when it should not be), or the time
 * is up. Every change is written into the evidence.
 */
export async function watchServer(compute: Compute, id: string, watch: Watch): Promise<Arrival> {
  const looking = compute.during('wait')
  const began = performance.now()
  const journey: Sighting[] = []
  for (;;) {
    const answer = await looking.call('showServer', { path: { serverId: id } })
    const elapsed = performance.now() - began
    const seen = sighting(answer, elapsed)
    note(compute, id, watch.after, journey, seen)
    compute.session.tell(
      `waiting for ${watch.wanted} after ${watch.after}: server ${id.slice(0, 8)} is ${seen.status}, ${(elapsed / 1000).toFixed(0)} s`,
    )
    if (watch.until(answer)) return { outcome: 'reached', answer, journey, fault: undefined }
    const failed = seen.status === 'ERROR' || seen.status === '404'
    if (failed || elapsed > watch.within) {
      return { outcome: failed ? 'failed' : 'late', answer, journey, fault: faultOf(answer, journey, watch, failed) }
    }
    await sleep(pause(elapsed, answer.exchange.ms, answer.header('retry-after')))
  }
}

function note(compute: Compute, id: string, after: string, journey: Sighting[], seen: Sighting): void {
  const last = journey.at(-1)
  if (last?.status === seen.status && last.taskState === seen.taskState) return
  if (last && last.status !== seen.status) {
    const { redactor } = compute.session
    compute.evidence.transitions.push({
      server: id,
      from: redactor.text(last.status),
      to: redactor.text(seen.status),
      after,
      ms: Math.round(seen.ms),
      ...(seen.taskState === undefined ? {} : { taskState: seen.taskState && redactor.text(seen.taskState) }),
    })
  }
  journey.push(seen)
}

/** What the target says of a server that failed, in brackets behind a sentence; empty when it says nothing. */
export const because = (shown: Answer): string => {
  const why = shown.string('body/server/fault/message')
  return why === undefined ? '' : ` ("${short(why, 200)}")`
}

function faultOf(answer: Answer, journey: readonly Sighting[], watch: Watch, failed: boolean): Fault {
  const message = failed
    ? `The server went to ${journey.at(-1)?.status} after ${watch.after}${because(answer)}.`
    : `The server was not ${watch.wanted} within ${watch.within / 1000} s after ${watch.after}.`
  const { at = 'body/server/status' } = watch
  const shown = at === 'body/server/status' ? '' : `${brief(answer.at(at))}; `
  return { message, at, expected: watch.wanted, actual: `${shown}${tellJourney(journey)}` }
}

/** Reads again and again until a check has nothing to say, or the time is up; returns the last answer and what is still wrong with it. */
export async function eventually(
  read: () => Promise<Answer>,
  check: Check,
  within: number,
): Promise<{ readonly answer: Answer; readonly fault: Fault | undefined }> {
  const began = performance.now()
  for (;;) {
    const answer = await read()
    const fault = check(answer)
    const elapsed = performance.now() - began
    if (!fault || elapsed > within) return { answer, fault }
    await sleep(pause(elapsed, answer.exchange.ms, answer.header('retry-after')))
  }
}
