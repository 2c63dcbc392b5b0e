import {
  type ApiResponse,
  assume,
  type ComputeClient,
  formatHistory,
  isAtRest,
  type RequirementAssertion,
  type StatusObservation,
} from '#harness'
import { actAndObserve } from './transition-checks.ts'

/** A resize that is asked for. */
interface Wanted {
  readonly serverId: string
  readonly flavorRef: string
}

const resize = (compute: ComputeClient, { serverId, flavorRef }: Wanted, more: Record<string, string> = {}) =>
  compute.call('actOnServer', { path: { serverId }, body: { resize: { flavorRef, ...more } } })

/**
 * Asks for another flavor with a disk configuration, and without it where that was refused: then it is the disk
 * configuration that was not accepted, and nothing else need fail for it. Returns the answer that counts for the resize.
 */
export async function resizeWith(
  compute: ComputeClient,
  wanted: Wanted,
  diskConfig: 'AUTO' | 'MANUAL',
  assertion: RequirementAssertion,
): Promise<ApiResponse> {
  const response = await resize(compute, wanted, { 'OS-DCF:diskConfig': diskConfig })
  const counts = response.isSuccess ? response : await resize(compute, wanted)
  assertion.holds(response.isSuccess || !counts.isSuccess, response, {
    message: `A resize with OS-DCF:diskConfig ${diskConfig} was refused, and the same without it was not.`,
    at: 'status',
    expected: 'a success (2xx)',
    actual: String(response.status),
  })
  return counts
}

/**
 * Asks for the same again at once, which has to be refused whatever has come of the first: the server is being resized,
 * waits for a confirmation, or has that flavor already. Returns how the server looked meanwhile.
 */
export async function resizeAgain(
  compute: ComputeClient,
  { serverId, flavorRef }: Wanted,
  assertion: RequirementAssertion,
): Promise<StatusObservation> {
  const { response, sight } = await actAndObserve(compute, serverId, { resize: { flavorRef } })
  assertion.isRejected(response)
  return sight
}

/**
 * The wait until a server has the new flavor: at rest, or waiting for a confirmation, which stock Nova may do for ever.
 */
export const awaitFlavor = (flavorRef: string) => ({
  until: (response: ApiResponse): boolean =>
    response.at('body/server/flavor/id') === flavorRef &&
    ['VERIFY_RESIZE', 'ACTIVE', 'SHUTOFF'].some((status) => isAtRest(status)(response)),
  wanted: `of flavor ${flavorRef}`,
  at: 'body/server/flavor/id',
})

/** Ends the test without a judgement when the server does not show the flavor it was made with: that is judged by itself. */
export function assumeFlavor(shown: ApiResponse, flavor: string | undefined): void {
  const isShown = flavor !== undefined && shown.at('body/server/flavor/id') === flavor
  assume(isShown, 'The server does not show the flavor it was made with.')
}

/** The names of the state in which the flavor changes: what Nova and the vendor say, and what the draft has. */
const resizeStatuses = ['RESIZE', 'RESIZED']

/** The statuses in which a resize begins and ends. That it ends in the right one is judged elsewhere. */
const ends = ['ACTIVE', 'SHUTOFF', 'STOPPED']

/**
 * Judges what a server says during a resize, and reports by which name. A strange status without a task is taken for
 * that of a resize that waits for its confirmation, one with a task for that of the work.
 */
export function verifyResizeStatuses(
  assertions: { readonly resize: RequirementAssertion; readonly verify: RequirementAssertion },
  { response, statusHistory }: { readonly response: ApiResponse; readonly statusHistory: readonly StatusObservation[] },
): void {
  const strange = statusHistory.filter(({ status }) => ![...resizeStatuses, ...ends, 'VERIFY_RESIZE'].includes(status))
  const hidden = statusHistory.some(({ status, taskState }) => ends.includes(status) && /^resize/.test(taskState ?? ''))
  const waiting = strange.some(({ taskState }) => taskState === null)
  const working = strange.some(({ taskState }) => taskState !== null)
  const fault = (expected: string) => ({
    message: 'The server did not say that it was being resized.',
    at: 'body/server/status',
    expected,
    actual: formatHistory(statusHistory),
  })
  assertions.resize.holds(
    !hidden && !working,
    response,
    fault(`${resizeStatuses.join(' or ')} while the flavor changes`),
  )
  assertions.verify.holds(!waiting, response, fault('VERIFY_RESIZE while it waits for a confirmation'))
  const name = statusHistory.find(({ status }) => resizeStatuses.includes(status))?.status
  if (name !== undefined) assertions.resize.pass(name)
}
