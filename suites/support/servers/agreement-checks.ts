/** What a server shows agrees with itself and with the detailed list, whatever was done to it before. */
import {
  type ApiResponse,
  assume,
  type ComputeClient,
  hasValue,
  hasValueMatching,
  inStatus,
  type Verify,
} from '#harness'
import { matchesShow } from './server-comparison.ts'
import { detailedList, listReader, narrowToServers } from './server-list.ts'
import { describeStatus, powerStatePointer, vmStatePointer } from './server-state.ts'

interface NamedServer {
  readonly id: string
  readonly name: string
}

/**
 * showServer and the detailed list describe the server alike, sooner or later.
 * @throws InconclusiveError when the list leaves the server out
 */
export async function verifySameInDetail(verify: Verify, compute: ComputeClient, server: NamedServer): Promise<void> {
  const read = listReader(compute, detailedList)
  const narrow = await narrowToServers(read, [server])
  let shown: ApiResponse = await compute.call('showServer', { path: { serverId: server.id } })
  const readBoth = async () => {
    shown = await compute.call('showServer', { path: { serverId: server.id } })
    return read(narrow)
  }
  const isSame = (detail: ApiResponse) => matchesShow(shown, server.id)(detail)
  await verify.soft('servers.show.equals-detail').eventually(readBoth, isSame)
}

/**
 * Shows a server in a status. What a response says of a server in another status is not to be compared with this one.
 * @throws InconclusiveError when the server does not have the status, or not any more
 */
export function showerInStatus(
  compute: ComputeClient,
  serverId: string,
  status: 'ACTIVE' | 'SHUTOFF' | 'SHELVED_OFFLOADED',
): () => Promise<ApiResponse> {
  const show = () => compute.call('showServer', { path: { serverId } })
  const { holds } = inStatus(status)
  return async () => {
    const { value: shown, isDone } = await compute.poll(show, holds, 'propagation', `a server in ${status}`)
    const sentence = `The server is not ${status} any more: ${describeStatus(shown)}.`
    assume(isDone, sentence, 'servers.state.legal-transitions')
    return shown
  }
}

/**
 * The vm_state of the server is that of its status, sooner or later.
 * @throws InconclusiveError for a server without a vm_state
 */
export async function verifyVmState(
  verify: Verify,
  compute: ComputeClient,
  serverId: string,
  vmState: 'active' | 'stopped',
): Promise<void> {
  const show = showerInStatus(compute, serverId, vmState === 'active' ? 'ACTIVE' : 'SHUTOFF')
  const isText = typeof (await show()).at(vmStatePointer) === 'string'
  assume(isText, 'The server shows no vm_state.', 'servers.vm-state')
  await verify.soft('servers.vm-state.agrees').eventually(show, hasValue(vmStatePointer, vmState))
}

/** A running server is powered on, sooner or later. Another requirement covers a power_state that is not a number. */
export async function verifyPoweredOn(verify: Verify, compute: ComputeClient, serverId: string): Promise<void> {
  const show = showerInStatus(compute, serverId, 'ACTIVE')
  const hasPower = hasValueMatching(powerStatePointer, '1', (value) => typeof value !== 'number' || value === 1)
  await verify.soft('servers.power-state.agrees').eventually(show, hasPower)
}

/** A stopped server is not powered on, sooner or later. */
export async function verifyPoweredDown(verify: Verify, compute: ComputeClient, serverId: string): Promise<void> {
  const show = showerInStatus(compute, serverId, 'SHUTOFF')
  const hasNoPower = hasValueMatching(powerStatePointer, 'any but 1', (value) => value !== 1)
  await verify.soft('servers.power-state.agrees').eventually(show, hasNoPower)
}

/** A server that gave up its host is not powered on, sooner or later. The document has no value for one without any power. */
export async function verifyPoweredOff(verify: Verify, compute: ComputeClient, serverId: string): Promise<void> {
  const show = showerInStatus(compute, serverId, 'SHELVED_OFFLOADED')
  const hasNoPower = hasValueMatching(powerStatePointer, 'any but 1', (value) => value !== 1)
  await verify.soft('servers.power-state.agrees').eventually(show, hasNoPower)
}
