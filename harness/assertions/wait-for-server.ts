import { jsonPreview } from '#contract'
import type { ApiResponse } from '../client/api-response.ts'
import type { ComputeClient } from '../client/compute-client.ts'
import type { RunContext } from '../run-context.ts'
import type { Mismatch } from './matchers.ts'
import { pollResponse } from './polling.ts'
import { faultSuffix, formatHistory, observeStatus, type StatusObservation } from './server-status.ts'

/** The part of a client that waiting needs. */
export interface PollingClient extends Pick<ComputeClient, 'evidence'> {
  readonly run: Pick<RunContext, 'clock' | 'redactor' | 'reportProgress'>
  withPhase(phase: 'wait'): Pick<ComputeClient, 'call'>
}

export interface WaitOptions {
  /** The request whose effect is awaited: `create`, `os-stop`, … */
  readonly after: string
  /** Whether a response of showServer ends the wait. */
  readonly until: (response: ApiResponse) => boolean
  /** The awaited state in words. */
  readonly wanted: string
  /** The pointer to show in a finding. Default: the server's status. */
  readonly at?: string
  readonly timeoutMs: number
}

/** The end of a wait: the awaited state was reached, became impossible (ERROR or deleted), or did not come in time. */
export interface WaitResult {
  readonly outcome: 'reached' | 'failed' | 'timeout'
  /** The last response. */
  readonly response: ApiResponse
  /** Every status or task state that differs from the one before. */
  readonly statusHistory: readonly StatusObservation[]
  /** Undefined when the state was reached. */
  readonly mismatch: Mismatch | undefined
}

/** Polls a server until a condition holds, it fails, or the timeout has passed. Transitions become evidence. */
export async function waitForServer(compute: PollingClient, id: string, options: WaitOptions): Promise<WaitResult> {
  const client = compute.withPhase('wait')
  const statusHistory: StatusObservation[] = []
  let outcome: WaitResult['outcome'] = 'timeout'
  const { value: response } = await pollResponse(
    () => client.call('showServer', { path: { serverId: id } }),
    (current, elapsedMs) => {
      const observation = observeStatus(current, elapsedMs)
      recordTransition(compute, id, options.after, statusHistory, observation)
      reportProgress(compute, id, options, observation)
      if (options.until(current)) outcome = 'reached'
      else if (observation.status === 'ERROR' || observation.status === '404') outcome = 'failed'
      return outcome !== 'timeout'
    },
    options.timeoutMs,
    compute.run.clock,
  )
  return { outcome, response, statusHistory, mismatch: mismatchOf(outcome, response, statusHistory, options) }
}

function reportProgress(
  { run }: PollingClient,
  id: string,
  options: WaitOptions,
  { status, ms }: StatusObservation,
): void {
  const seconds = (ms / 1000).toFixed(0)
  run.reportProgress(
    `waiting for ${options.wanted} after ${options.after}: server ${id.slice(0, 8)} is ${status}, ${seconds} s`,
  )
}

function recordTransition(
  compute: PollingClient,
  id: string,
  after: string,
  statusHistory: StatusObservation[],
  { status, taskState, ms }: StatusObservation,
): void {
  const last = statusHistory.at(-1)
  if (last?.status === status && last.taskState === taskState) return
  if (last && last.status !== status) {
    const { redactor } = compute.run
    compute.evidence.transitions.push({
      server: id,
      from: redactor.redact(last.status),
      to: redactor.redact(status),
      after,
      ms: Math.round(ms),
      ...(taskState === undefined ? {} : { taskState: taskState && redactor.redact(taskState) }),
    })
  }
  statusHistory.push({ status, taskState, ms })
}

function mismatchOf(
  outcome: WaitResult['outcome'],
  response: ApiResponse,
  statusHistory: readonly StatusObservation[],
  { after, wanted, timeoutMs, at = 'body/server/status' }: WaitOptions,
): Mismatch | undefined {
  if (outcome === 'reached') return undefined
  const message =
    outcome === 'failed'
      ? `The server went to ${statusHistory.at(-1)?.status} after ${after}${faultSuffix(response)}.`
      : `The server was not ${wanted} within ${timeoutMs / 1000} s after ${after}.`
  const value = at === 'body/server/status' ? '' : `${jsonPreview(response.at(at))}; `
  return { message, at, expected: wanted, actual: `${value}${formatHistory(statusHistory)}` }
}
