/** Checks that the attributes of a server agree with each other and with the detailed list, regardless of earlier actions. */
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
 * Verifies that showServer and the detailed list describe the server in the same way before the propagation timeout.
 * @throws InconclusiveError when the list leaves out the server
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
 * Returns a function that shows a server while it is in a status. Responses in another status must not be compared with these; for
 * them, or when the server does not reach the status in time, the function throws an InconclusiveError.
 */
export function serverReaderInStatus(
  compute: ComputeClient,
  serverId: string,
  status: 'ACTIVE' | 'SHUTOFF' | 'SHELVED_OFFLOADED',
): () => Promise<ApiResponse> {
  const show = () => compute.call('showServer', { path: { serverId } })
  const { holds } = inStatus(status)
  return async () => {
    const { value: shown, isDone } = await compute.poll(show, holds, 'propagation', `a server in ${status}`)
    const sentence = `The server is no longer ${status}: ${describeStatus(shown)}.`
    assume(isDone, sentence, 'servers.state.legal-transitions')
    return shown
  }
}

/**
 * Verifies that the vm_state of the server agrees with its status before the propagation timeout.
 * @throws InconclusiveError for a server without a vm_state
 */
export async function verifyVmState(
  verify: Verify,
  compute: ComputeClient,
  serverId: string,
  vmState: 'active' | 'stopped',
): Promise<void> {
  const show = serverReaderInStatus(compute, serverId, vmState === 'active' ? 'ACTIVE' : 'SHUTOFF')
  const isText = typeof (await show()).at(vmStatePointer) === 'string'
  assume(isText, 'The server shows no vm_state.', 'servers.vm-state')
  await verify.soft('servers.vm-state.agrees').eventually(show, hasValue(vmStatePointer, vmState))
}

/** Verifies that the power_state of an ACTIVE server becomes that of a machine that is on. `servers.power-state` covers its type. */
export async function verifyPoweredOn(verify: Verify, compute: ComputeClient, serverId: string): Promise<void> {
  const show = serverReaderInStatus(compute, serverId, 'ACTIVE')
  const hasPower = hasValueMatching(powerStatePointer, '1', (value) => typeof value !== 'number' || value === 1)
  await verify.soft('servers.power-state.agrees').eventually(show, hasPower)
}

/** Verifies that the power_state of a SHUTOFF server is not that of a machine that is on, at the latest after the propagation timeout. */
export async function verifyPoweredDown(verify: Verify, compute: ComputeClient, serverId: string): Promise<void> {
  const show = serverReaderInStatus(compute, serverId, 'SHUTOFF')
  const hasNoPower = hasValueMatching(powerStatePointer, 'any but 1', (value) => value !== 1)
  await verify.soft('servers.power-state.agrees').eventually(show, hasNoPower)
}

/**
 * Verifies that the power_state of an offloaded server is not that of a machine that is on, at the latest after the propagation timeout.
 * The document defines no value for a server without a host.
 */
export async function verifyPoweredOff(verify: Verify, compute: ComputeClient, serverId: string): Promise<void> {
  const show = serverReaderInStatus(compute, serverId, 'SHELVED_OFFLOADED')
  const hasNoPower = hasValueMatching(powerStatePointer, 'any but 1', (value) => value !== 1)
  await verify.soft('servers.power-state.agrees').eventually(show, hasNoPower)
}
