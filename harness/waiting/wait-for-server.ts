import { jsonPreview } from '#contract'
import type { RequirementId } from '#model'
import type { Mismatch } from '../assertions/matchers.ts'
import type { ApiResponse } from '../client/api-response.ts'
import type { ComputeClient } from '../client/compute-client.ts'
import { hasServerObject } from '../client/unwrapped-server.ts'
import type { RunContext } from '../run-context.ts'
import type { WaitName } from './pace.ts'
import { pollResponse } from './polling.ts'
import {
  formatHistory,
  learnNameOfActive,
  observeStatus,
  type StatusObservation,
  type WaitCondition,
  withoutTask,
} from './server-status.ts'
import { StabilityCheck } from './stability-check.ts'

/** The part of a client that waiting needs. */
export interface PollingClient extends Pick<ComputeClient, 'evidence'> {
  readonly run: Pick<RunContext, 'clock' | 'pace' | 'redactor' | 'waits'> & {
    readonly settings: Pick<RunContext['settings'], 'timeouts'>
  }
  withPhase(phase: 'wait'): Pick<ComputeClient, 'call'>
}

export interface WaitOptions {
  /** The request whose effect is awaited: `create`, `os-stop`, … */
  readonly after: string
  /** The timeout that applies. */
  readonly name: WaitName
  /** False where the state may have been reached long ago, so that the duration of the wait is not recorded. Default true. */
  readonly isEffect?: boolean
  /** The awaited state: all of these. */
  readonly conditions: readonly WaitCondition[]
  /** Tells whether the server, which `last` does not show, can be read in another way from now on. Then the wait begins again. */
  isReadElsewhere?(last: ApiResponse): Promise<boolean>
}

/**
 * The result of a wait: the awaited state was reached, became impossible (ERROR, deleted, at rest in another status, or the target keeps
 * returning an error), or was not reached in time.
 */
export interface WaitResult {
  readonly outcome: 'reached' | 'failed' | 'timeout'
  /** The last response. */
  readonly response: ApiResponse
  /** The observations whose status or task state differs from the previous one. */
  readonly statusHistory: readonly StatusObservation[]
  /** Undefined when the state was reached. */
  readonly mismatch: Mismatch | undefined
  /** The only requirement whose violation explains why the state was not reached, if it is not the one that the wait is about. */
  readonly blockedBy: RequirementId | undefined
}

interface PollOptions extends WaitOptions {
  timeoutMs(): number
  onResponse(response: ApiResponse): void
}

/** How the polling of a server ended. */
interface PollEnd extends Pick<WaitResult, 'outcome' | 'response' | 'statusHistory'> {
  readonly elapsedMs: number
  /** Why the conditions can no longer hold, as a sentence without its full stop. */
  readonly failure: string | undefined
  /** Whether the first responses showed that. */
  readonly endedAtOnce: boolean
}

/** Polls a server until its conditions hold, cannot hold any more, or the timeout has passed. Adds the transitions to the evidence. */
async function pollServer(compute: PollingClient, id: string, options: PollOptions): Promise<PollEnd> {
  const { pace, clock, settings, waits } = compute.run
  const client = compute.withPhase('wait')
  const statusHistory: StatusObservation[] = []
  const wait = waits.begin()
  const stability = new StabilityCheck(options, settings.timeouts.propagation)
  const end: { outcome: PollEnd['outcome']; failure: PollEnd['failure'] } = { outcome: 'timeout', failure: undefined }
  const { value: response, elapsedMs } = await pollResponse(
    () => client.call('showServer', { path: { serverId: id } }),
    (current, currentMs) => {
      options.onResponse(current)
      pace.recordResponse(current.exchange.ms)
      const observation = observeStatus(current, currentMs)
      recordTransition(compute, { id, after: options.after, statusHistory }, observation)
      wait.report(progressOf(id, options, observation))
      end.failure = stability.failure(current, observation)
      if (options.conditions.every((condition) => condition.holds(current))) end.outcome = 'reached'
      else if (end.failure !== undefined) end.outcome = 'failed'
      return end.outcome !== 'timeout'
    },
    options.timeoutMs,
    clock,
  ).finally(wait.end)
  return { ...end, response, elapsedMs, statusHistory, endedAtOnce: stability.endedAtOnce }
}

/**
 * Polls a server until its conditions hold, it fails, or the timeout has passed. Transitions become evidence. `onResponse`
 * receives every response.
 */
export async function waitForServer(
  compute: PollingClient,
  id: string,
  options: WaitOptions,
  onResponse: (response: ApiResponse) => void = () => undefined,
): Promise<WaitResult> {
  const { pace } = compute.run
  const serverKey = `${options.after} of ${id}`
  const key = pace.hasTimedOut(options.name, serverKey) ? serverKey : options.after
  const end = await pollServer(compute, id, {
    ...options,
    timeoutMs: () => pace.deadlineMs(options.name, key),
    onResponse,
  })
  const { outcome, failure, response, elapsedMs, statusHistory } = end
  if (outcome === 'reached') {
    if (options.isEffect !== false) pace.recordSuccess(options.name, elapsedMs, options.after)
    return { outcome, response, statusHistory, mismatch: undefined, blockedBy: undefined }
  }
  if (learnNameOfActive(options.conditions, response))
    return { outcome: 'reached', response, statusHistory, mismatch: undefined, blockedBy: undefined }
  const mayExist = options.after !== 'delete' && !(response.isSuccess && hasServerObject(response))
  if (mayExist && (await options.isReadElsewhere?.(response))) return waitForServer(compute, id, options, onResponse)
  // A server may enter ERROR at any time, which does not show how long waits for other servers take.
  const isError = response.string('body/server/status') === 'ERROR'
  if (!end.endedAtOnce) pace.recordTimeout(options.name, isError ? serverKey : options.after)
  const unmet = options.conditions.filter((condition) => !condition.holds(response))
  const met = options.conditions.filter((condition) => condition.holds(response))
  const message =
    failure ?? `The server was not ${describe(unmet)} within ${seconds(elapsedMs)} s after ${options.after}`
  const mismatch = mismatchOf(message, { response, statusHistory }, { met, unmet })
  const blockedBy = errorBlocker(options, response) ?? (outcome === 'failed' ? undefined : blockerOf(unmet))
  return { outcome, response, statusHistory, mismatch, blockedBy }
}

/**
 * Records a violation if the server had a task during the whole wait although it reached the awaited status, with which the operation ends.
 * Returns the result unchanged.
 */
export function recordEndlessTask(compute: Pick<ComputeClient, 'recordViolation'>, result: WaitResult): WaitResult {
  const { outcome, blockedBy, response, mismatch } = result
  const isEndless = outcome === 'timeout' && blockedBy === 'servers.task-state.idle'
  if (isEndless && mismatch) compute.recordViolation(blockedBy, response, mismatch)
  return result
}

/** Returns the requirement about unknown servers, which is violated if a read of a deleted server returns an error other than 404. */
function errorBlocker({ after }: WaitOptions, { status }: ApiResponse): RequirementId | undefined {
  if (after !== 'delete' || status < 400 || status === 404) return undefined
  return status < 500 ? 'servers.unknown-status' : 'servers.unknown-refused'
}

/** Converts milliseconds to seconds with at most one decimal. */
const seconds = (ms: number): number => Math.round(ms / 100) / 10

const describe = (conditions: readonly WaitCondition[]): string =>
  conditions.map(({ expected }) => expected).join(' and ')

/** Returns the requirement about all conditions that are not met, if they have the same one. */
function blockerOf(unmet: readonly WaitCondition[]): RequirementId | undefined {
  const [first] = unmet
  return unmet.every(({ requirement }) => requirement === first?.requirement) ? first?.requirement : undefined
}

const progressOf = (id: string, { conditions, after }: WaitOptions, { status, ms }: StatusObservation): string =>
  `waiting for ${describe(conditions)} after ${after}: server ${id.slice(0, 8)} is ${status}, ${(ms / 1000).toFixed(0)} s`

/** The observations of one server during one wait. */
interface ObservedWait {
  readonly id: string
  readonly after: string
  readonly statusHistory: StatusObservation[]
}

/** Adds an observation to the history if it differs from the previous one, and a change of the status to the evidence. */
function recordTransition(
  compute: PollingClient,
  { id, after, statusHistory }: ObservedWait,
  observation: StatusObservation,
): void {
  const { status, taskState, ms } = observation
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
  statusHistory.push(observation)
}

/** Describes the failure of a wait. It also names the conditions that are met, so that a reader looks for the problem in the others. */
function mismatchOf(
  failure: string,
  { response, statusHistory }: Pick<WaitResult, 'response' | 'statusHistory'>,
  { met, unmet }: { readonly met: readonly WaitCondition[]; readonly unmet: readonly WaitCondition[] },
): Mismatch {
  // A met condition that no task is in progress is not mentioned.
  const reached = met.filter(({ expected }) => expected !== withoutTask.expected)
  const suffix = reached.length > 0 && unmet.length > 0 ? `, although it reached ${describe(reached)}` : ''
  const at = unmet[0]?.at ?? 'body/server/status'
  const value = at === 'body/server/status' ? '' : `${jsonPreview(response.at(at))}; `
  return {
    message: `${failure}${suffix}.`,
    at,
    expected: describe(unmet.length > 0 ? unmet : met),
    actual: `${value}${formatHistory(statusHistory)}`,
  }
}
