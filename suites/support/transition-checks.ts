import {
  type ApiResponse,
  allowedStatuses,
  type ComputeClient,
  firstIllegalStatus,
  formatHistory,
  type RequirementAssertion,
  type StatusObservation,
  statusesOf,
} from '#harness'

/** A wait that has ended: the last answer and what was seen on the way. */
interface ObservedTransition {
  readonly response: ApiResponse
  readonly statusHistory: readonly StatusObservation[]
}

/** Judges that every status seen is one that the passage leads through, in its order. */
export function verifyTransition(
  assertion: RequirementAssertion,
  passage: string,
  { response, statusHistory }: ObservedTransition,
): void {
  const stray = firstIllegalStatus(passage, statusHistory)
  assertion.holds(stray === undefined, response, {
    message: `The server was ${stray} where that does not follow from what was asked of it (${passage}).`,
    at: 'body/server/status',
    expected: `${allowedStatuses(passage).join(', ')}, in this order`,
    actual: formatHistory(statusHistory),
  })
}

/** What one answer shows of a server, for a statusHistory that was not watched by a judge. */
export function statusObservationOf(response: ApiResponse): StatusObservation {
  const task = response.at('body/server/OS-EXT-STS:task_state')
  const taskState = typeof task === 'string' || task === null ? task : undefined
  return { status: response.string('body/server/status') ?? 'no status', taskState, ms: 0 }
}

/**
 * Acts on a server and looks at it in the same moment, not only after the answer: on a quick target the work may be over
 * by then. Where the look comes first, it shows the server as it was.
 */
export async function actAndObserve(
  compute: ComputeClient,
  serverId: string,
  body: unknown,
): Promise<{ readonly response: ApiResponse; readonly sight: StatusObservation }> {
  const path = { serverId }
  const acting = compute.call('actOnServer', { path, body })
  const [response, shown] = await Promise.all([acting, compute.call('showServer', { path })])
  return { response, sight: statusObservationOf(shown) }
}

/**
 * The sightings whose status the passage knows at all. What a state in between is called is for the requirement about
 * that state to judge; what is left here is the order.
 */
export const expectedObservations = (
  passage: string,
  statusHistory: readonly StatusObservation[],
): StatusObservation[] =>
  statusHistory.filter((seen) => statusesOf([seen]).every((status) => allowedStatuses(passage).includes(status)))

/**
 * Judges what a running server says while one kind of work is in progress: one of the names for it, or nothing of it at
 * all, since it may be over between two looks. ACTIVE with the work's own task is the wrong name as well. A sighting of
 * a status that belongs to the end of the work counts for nothing here.
 */
export function verifyInProgressStatus(
  assertion: RequirementAssertion,
  { response, statusHistory }: ObservedTransition,
  work: { readonly names: readonly string[]; readonly ends: readonly string[]; readonly task: RegExp },
): void {
  const wrong = statusHistory.find(({ status, taskState }) =>
    work.ends.includes(status)
      ? typeof taskState === 'string' && work.task.test(taskState)
      : !work.names.includes(status),
  )
  assertion.holds(wrong === undefined, response, {
    message: `The server was ${wrong?.status} while it was at work${wrong?.taskState ? ` (${wrong.taskState})` : ''}.`,
    at: 'body/server/status',
    expected: `${work.names.join(' or ')} while the work is in progress`,
    actual: formatHistory(statusHistory),
  })
}

/** What a stopped server is called: by the service, and by the draft's table. */
const offNames: readonly string[] = ['SHUTOFF', 'STOPPED']

/** At rest without running, whatever that is called: by its name, or by the power state of a machine that is off. */
export const isPoweredOff = (response: ApiResponse): boolean =>
  (response.at('body/server/OS-EXT-STS:task_state') ?? null) === null &&
  (offNames.includes(response.string('body/server/status') ?? '') ||
    response.at('body/server/OS-EXT-STS:power_state') === 4)
