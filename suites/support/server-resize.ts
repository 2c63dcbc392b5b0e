/** Resizing a server. */
import {
  type ApiResponse,
  assume,
  type ComputeClient,
  formatHistory,
  isAtRest,
  type RequirementAssertion,
  type StatusObservation,
  type WaitOptions,
  withoutTask,
} from '#harness'
import { statusPointer } from './server-state.ts'
import { actAndObserve, type ObservedWait } from './transition-checks.ts'

interface ResizeRequest {
  readonly serverId: string
  readonly flavorRef: string
}

const resize = (compute: ComputeClient, { serverId, flavorRef }: ResizeRequest, more: Record<string, string> = {}) =>
  compute.call('actOnServer', { path: { serverId }, body: { resize: { flavorRef, ...more } } })

/**
 * Resizes the server with a disk configuration, and without one if that is rejected. The assertion fails only when the
 * second request is accepted, so that only the disk configuration can be to blame. Returns the response to the resize
 * itself.
 */
export async function resizeWithDiskConfig(
  compute: ComputeClient,
  request: ResizeRequest,
  diskConfig: 'AUTO' | 'MANUAL',
  assertion: RequirementAssertion,
): Promise<ApiResponse> {
  const withDiskConfig = await resize(compute, request, { 'OS-DCF:diskConfig': diskConfig })
  const response = withDiskConfig.isSuccess ? withDiskConfig : await resize(compute, request)
  assertion.holds(withDiskConfig.isSuccess || !response.isSuccess, withDiskConfig, {
    message: `A resize with OS-DCF:diskConfig ${diskConfig} was rejected, and the same resize without it was accepted.`,
    at: 'status',
    expected: 'a success (2xx)',
    actual: String(withDiskConfig.status),
  })
  return response
}

/**
 * Repeats a resize at once. It has to be rejected: the server is being resized, waits for confirmation, or has the
 * flavor already. Returns an observation of the server during the request.
 */
export async function verifySecondResizeRejected(
  compute: ComputeClient,
  { serverId, flavorRef }: ResizeRequest,
  assertion: RequirementAssertion,
): Promise<StatusObservation> {
  const { response, observation } = await actAndObserve(compute, serverId, { resize: { flavorRef } })
  assertion.isRejected(response)
  return observation
}

/**
 * The wait after a resize: the server has the flavor, and is at rest or waits for a confirmation, as stock Nova may do
 * indefinitely.
 */
export const untilFlavor = (flavorRef: string): WaitOptions => ({
  after: 'resize',
  name: 'resize',
  conditions: [
    {
      expected: `flavor ${flavorRef}`,
      at: 'body/server/flavor/id',
      holds: (response) => response.at('body/server/flavor/id') === flavorRef,
    },
    withoutTask,
    {
      expected: 'VERIFY_RESIZE, ACTIVE or SHUTOFF',
      at: statusPointer,
      holds: (response) => ['VERIFY_RESIZE', 'ACTIVE', 'SHUTOFF'].some((status) => isAtRest(status)(response)),
    },
  ],
})

/**
 * Throws an InconclusiveError when the server does not show the flavor it was created with
 * (`servers.create.flavor-used`).
 */
export function assumeFlavor(shown: ApiResponse, flavor: string | undefined): void {
  assume(
    flavor !== undefined && shown.at('body/server/flavor/id') === flavor,
    'The server does not show the flavor it was created with.',
  )
}

/** The status of a server that is being resized: in Nova, and in the table of the document's draft. */
const resizeStatuses = ['RESIZE', 'RESIZED']

/**
 * The statuses before and after a resize. `servers.resize.auto-confirm` and `servers.resize.stays-shutoff` cover the
 * right one.
 */
const restStatuses = ['ACTIVE', 'SHUTOFF', 'STOPPED']

/**
 * Verifies the statuses observed during a resize, and reports the spelling. Another status counts against `verify` when
 * the server has no task, since it then waits for a confirmation, and otherwise against `resize`.
 */
export function verifyResizeStatuses(
  assertions: { readonly resize: RequirementAssertion; readonly verify: RequirementAssertion },
  { response, statusHistory }: ObservedWait,
): void {
  const isDuringResize = ({ status, taskState }: StatusObservation) =>
    restStatuses.includes(status) && /^resize/.test(taskState ?? '')
  const others = statusHistory.filter(
    ({ status }) => ![...resizeStatuses, ...restStatuses, 'VERIFY_RESIZE'].includes(status),
  )
  const isWrongWithTask = others.some(({ taskState }) => taskState !== null)
  const isWrongWithoutTask = others.some(({ taskState }) => taskState === null)
  const mismatch = (expected: string) => ({
    message: 'The server had another status than that of a resize while it was resized.',
    at: statusPointer,
    expected,
    actual: formatHistory(statusHistory),
  })
  assertions.resize.holds(
    !statusHistory.some(isDuringResize) && !isWrongWithTask,
    response,
    mismatch(`${resizeStatuses.join(' or ')} while the flavor changes`),
  )
  assertions.verify.holds(
    !isWrongWithoutTask,
    response,
    mismatch('VERIFY_RESIZE while the server waits for a confirmation'),
  )
  const spelling = statusHistory.find(({ status }) => resizeStatuses.includes(status))?.status
  if (spelling !== undefined) assertions.resize.pass(spelling)
}
