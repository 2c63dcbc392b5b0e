import { setTimeout as sleep } from 'node:timers/promises'
import { jsonPreview } from '#contract'
import type { ApiResponse } from '../client/api-response.ts'
import type { ComputeClient } from '../client/compute-client.ts'
import { retryAfter } from '../transport/retry-after.ts'
import type { Matcher, Mismatch } from './matchers.ts'

/** One status as it was seen, and for how long it had been waited then (ms). */
export interface StatusObservation {
  readonly status: string
  readonly taskState: string | null | undefined
  readonly ms: number
}

/** How a wait ended: as hoped, in a state that cannot lead there, or not in time. */
export interface WaitResult {
  readonly outcome: 'reached' | 'failed' | 'late'
  readonly response: ApiResponse
  readonly statusHistory: readonly StatusObservation[]
  readonly mismatch: Mismatch | undefined
}

export interface WaitOptions {
  /** What was asked of the server: `create`, `os-stop`, … */
  readonly after: string
  /** Says whether an answer shows the end. */
  readonly until: (response: ApiResponse) => boolean
  /** The end in words. */
  readonly wanted: string
  /** Where the end shows; the status unless told otherwise. */
  readonly at?: string
  /** Milliseconds. */
  readonly timeoutMs: number
}

/** Polls often at first and more slowly later; never more often than the target's own pace allows. */
export function pollDelay(elapsed: number, lastAnswer: number, asked: string | undefined): number {
  const wanted = retryAfter(asked)
  if (wanted !== undefined && wanted > 0) return Math.min(wanted, 60_000)
  return Math.min(Math.max(elapsed * 0.2, lastAnswer * 4, 4), 5_000)
}

/** The draft's table calls SHUTOFF so. Its spelling is one requirement's business; the other tests take both. */
const draftNames: Readonly<Record<string, string>> = { STOPPED: 'SHUTOFF' }

/** The status of a server, in the service's own spelling. */
const statusOf = (response: ApiResponse): string | undefined => {
  const status = response.string('body/server/status')
  return status === undefined ? undefined : (draftNames[status] ?? status)
}

/** ACTIVE, or SHUTOFF, with nothing under way. `task_state` is left out by some targets; then the status alone counts. */
export const isAtRest =
  (status: string): ((response: ApiResponse) => boolean) =>
  (response) =>
    statusOf(response) === status && (response.at('body/server/OS-EXT-STS:task_state') ?? null) === null

const isDeleted = (response: ApiResponse): boolean =>
  response.status === 404 || ['DELETED', 'SOFT_DELETED'].includes(response.string('body/server/status') ?? '')
export const isDeletedServer = isDeleted

/** Status and task of a server as an answer shows them; a deleted one is `gone`. */
function observeStatus(response: ApiResponse, ms: number): StatusObservation {
  const task = response.at('body/server/OS-EXT-STS:task_state')
  const status =
    response.status === 404
      ? '404'
      : (response.string('body/server/status') ?? `no status in an answer ${response.status}`)
  const taskState = typeof task === 'string' ? short(task) : task === null ? null : undefined
  return { status: short(status), taskState, ms }
}

/** No status of the document is longer, and a target may call one as it likes. */
const short = (status: string, most = 60): string => (status.length <= most ? status : `${status.slice(0, most)}…`)

export function formatHistory(statusHistory: readonly StatusObservation[]): string {
  return statusHistory
    .map(
      ({ status, taskState, ms }) => `${status}${taskState ? ` (${taskState})` : ''} after ${(ms / 1000).toFixed(2)} s`,
    )
    .join(', ')
}

/**
 * Watches a server until it shows what is wanted, has failed for good (ERROR, or gone when it should not be), or the time
 * is up. Every change is written into the evidence.
 */
export async function waitForServer(compute: ComputeClient, id: string, watch: WaitOptions): Promise<WaitResult> {
  const looking = compute.withPhase('wait')
  const began = performance.now()
  const statusHistory: StatusObservation[] = []
  for (;;) {
    const response = await looking.call('showServer', { path: { serverId: id } })
    const elapsed = performance.now() - began
    const seen = observeStatus(response, elapsed)
    recordTransition(compute, id, watch.after, statusHistory, seen)
    compute.run.reportProgress(
      `waiting for ${watch.wanted} after ${watch.after}: server ${id.slice(0, 8)} is ${seen.status}, ${(elapsed / 1000).toFixed(0)} s`,
    )
    if (watch.until(response)) return { outcome: 'reached', response, statusHistory, mismatch: undefined }
    const failed = seen.status === 'ERROR' || seen.status === '404'
    if (failed || elapsed > watch.timeoutMs) {
      return {
        outcome: failed ? 'failed' : 'late',
        response,
        statusHistory,
        mismatch: mismatchOf(response, statusHistory, watch, failed),
      }
    }
    await sleep(pollDelay(elapsed, response.exchange.ms, response.header('retry-after')))
  }
}

function recordTransition(
  compute: ComputeClient,
  id: string,
  after: string,
  statusHistory: StatusObservation[],
  seen: StatusObservation,
): void {
  const last = statusHistory.at(-1)
  if (last?.status === seen.status && last.taskState === seen.taskState) return
  if (last && last.status !== seen.status) {
    const { redactor } = compute.run
    compute.evidence.transitions.push({
      server: id,
      from: redactor.redact(last.status),
      to: redactor.redact(seen.status),
      after,
      ms: Math.round(seen.ms),
      ...(seen.taskState === undefined ? {} : { taskState: seen.taskState && redactor.redact(seen.taskState) }),
    })
  }
  statusHistory.push(seen)
}

/** What the target says of a server that failed, in brackets behind a sentence; empty when it says nothing. */
export const faultSuffix = (shown: ApiResponse): string => {
  const why = shown.string('body/server/fault/message')
  return why === undefined ? '' : ` ("${short(why, 200)}")`
}

function mismatchOf(
  response: ApiResponse,
  statusHistory: readonly StatusObservation[],
  watch: WaitOptions,
  failed: boolean,
): Mismatch {
  const message = failed
    ? `The server went to ${statusHistory.at(-1)?.status} after ${watch.after}${faultSuffix(response)}.`
    : `The server was not ${watch.wanted} within ${watch.timeoutMs / 1000} s after ${watch.after}.`
  const { at = 'body/server/status' } = watch
  const shown = at === 'body/server/status' ? '' : `${jsonPreview(response.at(at))}; `
  return { message, at, expected: watch.wanted, actual: `${shown}${formatHistory(statusHistory)}` }
}

/** The last response of a poll; `isDone` is false after a timeout. */
export interface PollResult {
  readonly value: ApiResponse
  readonly isDone: boolean
}

/**
 * Polls until a response fulfils the condition, or until `timeoutMs` milliseconds have passed. For preconditions and
 * cleanup: a requirement is polled by its own assertion, `verify(id).eventually(…)`.
 */
export async function pollResponse(
  read: () => Promise<ApiResponse>,
  isDone: (response: ApiResponse) => boolean,
  timeoutMs: number,
): Promise<PollResult> {
  const began = performance.now()
  for (;;) {
    const value = await read()
    const elapsed = performance.now() - began
    if (isDone(value)) return { value, isDone: true }
    if (elapsed > timeoutMs) return { value, isDone: false }
    await sleep(pollDelay(elapsed, value.exchange.ms, value.header('retry-after')))
  }
}

/** Polls until a response passes the check, or until the timeout; returns the last response and what is still wrong with it. */
export async function poll(
  read: () => Promise<ApiResponse>,
  check: Matcher,
  timeoutMs: number,
): Promise<{ readonly response: ApiResponse; readonly fault: Mismatch | undefined }> {
  const { value: response } = await pollResponse(read, (candidate) => check(candidate) === undefined, timeoutMs)
  return { response, fault: check(response) }
}
