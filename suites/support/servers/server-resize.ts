/** Requests a resize of a server, and verifies it. */
import {
  type ApiResponse,
  assume,
  type ComputeClient,
  inStatus,
  type RequirementAssertion,
  type Verify,
  type WaitOptions,
  withoutTask,
} from '#harness'
import type { RequirementId } from '#model'
import { actAndObserve, type ObservedWait } from '../transition-checks.ts'
import { verifyResizeStatuses } from './resize-statuses.ts'
import { statusPointer } from './server-state.ts'

type DiskConfig = 'AUTO' | 'MANUAL'

/** The parameters of a resize. */
export interface ResizeRequest {
  readonly serverId: string
  readonly flavorRef: string
  readonly diskConfig?: DiskConfig
}

/** Returns the body of a resize request. */
export const resizeBody = ({ flavorRef, diskConfig }: ResizeRequest) => ({
  resize: { flavorRef, ...(diskConfig && { 'OS-DCF:diskConfig': diskConfig }) },
})

const resize = (compute: ComputeClient, request: ResizeRequest): Promise<ApiResponse> =>
  compute.call('actOnServer', { path: { serverId: request.serverId }, body: resizeBody(request) })

/** A resize that was tried with several disk configurations. */
interface ResizeAttempt {
  /** The request that was accepted, or the last one. */
  readonly request: ResizeRequest
  readonly response: ApiResponse
}

/**
 * Resizes the server with a disk configuration; if that is rejected, with the other one, which one interpretation of the document requires,
 * and finally without any, as in a later edition of the document. The assertion fails only if the last request alone is accepted: then the
 * disk configuration must be the reason for the rejections.
 */
export async function resizeWithDiskConfig(
  compute: ComputeClient,
  { serverId, flavorRef }: ResizeRequest,
  diskConfig: DiskConfig,
  assertion: RequirementAssertion,
): Promise<ResizeAttempt> {
  let rejection: ApiResponse | undefined
  const values = [diskConfig, diskConfig === 'AUTO' ? 'MANUAL' : 'AUTO'] as const
  for (const value of compute.run.settings.edition === '2020-03' ? values : []) {
    const request = { serverId, flavorRef, diskConfig: value }
    const response = await resize(compute, request)
    if (response.isSuccess) {
      assertion.pass(value)
      return { request, response }
    }
    rejection ??= response
  }
  const request = { serverId, flavorRef }
  const response = await resize(compute, request)
  if (response.isSuccess && rejection)
    assertion.holds(false, rejection, {
      message:
        'A resize with OS-DCF:diskConfig AUTO or MANUAL was rejected, but the same resize without it was accepted.',
      at: 'status',
      expected: 'a success (2xx)',
      actual: String(rejection.status),
    })
  return { request, response }
}

/**
 * Requires that the target allows the flavor: the document restricts which flavors a server can be resized to.
 * @throws InconclusiveError when it rejects the flavor rather than the resize
 */
function assumeFlavorAllowed({ status, text, isSuccess }: ApiResponse, flavorRef: string): void {
  const isRestricted = !isSuccess && (status === 403 || (status === 400 && /flavou?r|사양|타입/i.test(text)))
  assume(
    !isRestricted,
    `The target does not allow the resize to flavor ${flavorRef} (${status} ${text}); set resources.resizeFlavor to one that it allows.`,
  )
}

/**
 * Returns the wait after a resize: the server has the flavor, and is at rest or waits for a confirmation, as stock Nova may do
 * indefinitely.
 */
export const untilFlavor = (flavorRef: string): WaitOptions => ({
  after: 'resize',
  name: 'resize',
  conditions: [
    {
      expected: `flavor ${flavorRef}`,
      at: 'body/server/flavor/id',
      holds: (response) => response.id('body/server/flavor/id') === flavorRef,
    },
    withoutTask,
    {
      // servers.state.verify-resize, servers.resize.auto-confirm and servers.resize.stays-shutoff cover the status.
      expected: 'a status other than RESIZE',
      at: statusPointer,
      holds: (response) => response.isSuccess && !inStatus('RESIZE').holds(response),
    },
  ],
})

/**
 * Requires that the server shows the flavor it was created with.
 * @throws InconclusiveError when it does not (`servers.create.flavor-used`)
 */
export function assumeFlavor(shown: ApiResponse, flavor: string | undefined): void {
  assume(
    flavor !== undefined && shown.id('body/server/flavor/id') === flavor,
    'The server does not show the flavor it was created with.',
    whyOtherFlavor(shown),
  )
}

/** Returns the requirement that a server violates by not showing the flavor that it was created with. */
export function whyOtherFlavor(shown: ApiResponse): RequirementId {
  if (shown.id('body/server/flavor/id') !== undefined) return 'servers.create.flavor-used'
  return shown.at('body/server/flavor') === undefined ? 'servers.flavor' : 'servers.flavor.id'
}

interface ObservedResize extends ObservedWait {
  /** The response to a second resize, if it was accepted: then the state of the server does not depend on the first one alone. */
  readonly acceptedAgain: ApiResponse | undefined
}

/**
 * Verifies an accepted resize until the server has its new flavor: a second resize is rejected, and the statuses are expected ones. The
 * result has all statuses since the request.
 */
export async function verifyNewFlavor(
  verify: Verify,
  compute: ComputeClient,
  { request, response }: ResizeAttempt,
): Promise<ObservedResize> {
  assumeFlavorAllowed(response, request.flavorRef)
  const changesFlavor = verify('servers.resize.changes-flavor')
  changesFlavor.isSuccess(response)
  verify.complete('servers.resize.disk-config')
  // The same request must be rejected: the server is being resized, waits for a confirmation, or already has the flavor.
  const second = await actAndObserve(compute, request.serverId, resizeBody(request), { isMomentary: true })
  const { response: again, observation } = second
  if (!again.isSuccess) {
    verify.soft('servers.state.governs-actions').isRejected(again)
    verify.complete('servers.state.governs-actions')
  }
  const resized = await changesFlavor.waitFor(request.serverId, untilFlavor(request.flavorRef))
  verify.complete('servers.resize.changes-flavor')
  const statusHistory = [observation, ...resized.statusHistory]
  const observed = { response: resized.response, statusHistory, acceptedAgain: again.isSuccess ? again : undefined }
  const assertions = {
    resize: verify.soft('servers.state.resize'),
    verify: verify.soft('servers.state.verify-resize'),
  }
  verifyResizeStatuses(assertions, observed)
  verify.complete('servers.state.resize', 'servers.state.verify-resize')
  return observed
}

/**
 * Verifies that a second resize to the same flavor, which was accepted, should have been rejected. The first one may have been over, so
 * that the server already had the flavor; whether the target rejects a resize for that reason is tried again at rest.
 * @throws InconclusiveError when it accepts such a resize
 */
export async function verifySecondResize(
  verify: Verify,
  compute: ComputeClient,
  { request }: ResizeAttempt,
  accepted: ApiResponse,
): Promise<void> {
  const path = { serverId: request.serverId }
  const atRest = await compute.call('actOnServer', { path, body: resizeBody(request), mayBeRejected: true })
  const message =
    'A resize to the flavor that the server has is accepted, so it is unknown whether the first resize was over.'
  assume(!atRest.isSuccess, message, 'servers.resize.same-flavor-refused')
  verify.soft('servers.state.governs-actions').isRejected(accepted)
  verify.complete('servers.state.governs-actions')
}
