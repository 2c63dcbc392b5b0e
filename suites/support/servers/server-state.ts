/** The state of a server as showServer describes it: status, task, power. */
import {
  type ApiResponse,
  assume,
  type ComputeClient,
  deleted,
  inStatus,
  isAtRest,
  isSuccess,
  powerStateOf,
  type StatusObservation,
  shownStatus,
  type WaitOptions,
  withoutTask,
} from '#harness'

/** Pointers to the states of a server in a response to showServer. */
export const statusPointer = 'body/server/status'
export const vmStatePointer = 'body/server/OS-EXT-STS:vm_state'
export const powerStatePointer = 'body/server/OS-EXT-STS:power_state'
export const taskStatePointer = 'body/server/OS-EXT-STS:task_state'

/** Tells whether a server is shown as being built, in either spelling of the document. */
export const isBuilding = (shown: ApiResponse): boolean =>
  ['BUILD', 'BUILDING'].includes(shown.string(statusPointer) ?? '')

/** `power_state` of a machine that is on: RUNNING in nova/objects/fields.py. */
export const powerOn = 1

/** `power_state` of a machine that is off: SHUTDOWN in nova/objects/fields.py. */
export const powerOff = 4

/**
 * Returns the status in a response to showServer, or a description of a response without one, for the `actual` of a finding.
 */
export const describeStatus = (response: ApiResponse): string =>
  response.string(statusPointer) ?? `no status (HTTP ${response.status})`

/** Returns a response as an observation for a status history, with `ms` 0. */
export function statusObservationOf(response: ApiResponse): StatusObservation {
  const task = response.at(taskStatePointer)
  const taskState = typeof task === 'string' || task === null ? task : undefined
  const status = shownStatus(response)
  return { status: status ?? 'no status', taskState, ms: 0, ...(status === undefined ? { isMissing: true } : {}) }
}

/** The status of a stopped server in Nova, and in the document's table of states. */
export const stoppedStatuses: readonly string[] = ['SHUTOFF', 'STOPPED']

/**
 * The wait after os-stop: no task, and either a status of a stopped server or the power or vm_state of a machine that is off.
 * `servers.state.shutoff` covers the status.
 */
export const untilPoweredOff: WaitOptions = {
  after: 'os-stop',
  name: 'stop',
  conditions: [
    {
      expected: 'SHUTOFF',
      at: statusPointer,
      holds: (response) =>
        stoppedStatuses.includes((response.string(statusPointer) ?? '').toUpperCase()) ||
        powerStateOf(response) === powerOff,
    },
    withoutTask,
  ],
}

/** The wait after a delete. */
export const untilDeleted: WaitOptions = { after: 'delete', name: 'delete', conditions: [deleted] }

/** Returns the status in which the server is at rest; undefined when it is in neither. */
export const restStatusOf = (shown: ApiResponse): 'ACTIVE' | 'SHUTOFF' | undefined =>
  (['ACTIVE', 'SHUTOFF'] as const).find((status) => isAtRest(status)(shown))

/**
 * Reboots a server that is SHUTOFF because os-start had no effect.
 * @throws InconclusiveError when it does not become ACTIVE
 */
export async function bringToActive(compute: ComputeClient, serverId: string): Promise<void> {
  const path = { serverId }
  const shown = await compute.call('showServer', { path })
  if (restStatusOf(shown) !== 'SHUTOFF') return
  const reboot = await compute.call('actOnServer', { path, body: { reboot: { type: 'HARD' } } })
  const wait: WaitOptions = { after: 'hard reboot', name: 'reboot', conditions: [inStatus('ACTIVE'), withoutTask] }
  const isActive = reboot.isSuccess && (await compute.waitForServer(serverId, wait)).outcome === 'reached'
  assume(
    isActive,
    'The server could be brought to ACTIVE neither by os-start nor by a reboot.',
    'servers.start.becomes-active',
  )
}

/**
 * Gives a server a new name, shows it until it has the name or the propagation timeout is over, and returns the last response. A
 * response with the new name shows all earlier changes, too, even if reads may be outdated.
 */
export async function showRenamed(compute: ComputeClient, serverId: string, name: string): Promise<ApiResponse> {
  const path = { serverId }
  const show = () => compute.call('showServer', { path })
  const renamed = await compute.call('updateServer', { path, body: { server: { name } } })
  if (!renamed.isSuccess) return show()
  const hasName = (shown: ApiResponse) => shown.at('body/server/name') === name
  return (await compute.poll(show, hasName, 'propagation', 'servers.update.renames')).value
}

/** Records a violation by a server that showServer no longer shows after the deletion of its keypair, still after the propagation timeout. */
export async function recordIfHidden(compute: ComputeClient, serverId: string): Promise<void> {
  const show = () => compute.call('showServer', { path: { serverId } })
  const { value: last } = await compute.poll(show, (response) => response.isSuccess, 'propagation', 'a shown server')
  const mismatch = isSuccess(last)
  if (mismatch) compute.recordViolation('servers.show.answers', last, mismatch)
}
