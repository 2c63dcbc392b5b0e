/** The security groups of the ports of a server, as the network service lists them. */
import { type ApiResponse, assume, assumeDefined, type ComputeClient, members } from '#harness'
import { orNone } from '../support/or-none.ts'

/** The ports of a server after a group was added to it, and after the group was removed. */
export interface PortGroups {
  readonly groupId: string
  readonly added: ApiResponse
  readonly removed: ApiResponse
}

type Action = 'addSecurityGroup' | 'removeSecurityGroup'

const readNetwork = (compute: ComputeClient, resource: string): Promise<ApiResponse> =>
  compute.request({ method: 'GET', url: `${compute.run.settings.services.network}/v2.0/${resource}` })

/** Returns, for each port in a list of the network service, whether it has the group. */
export const portsHaveGroup = (list: ApiResponse, groupId: string): boolean[] =>
  members(list, 'body/ports', 'security_groups').map((ids) => Array.isArray(ids) && ids.includes(groupId))

/**
 * Adds a group to a server, removes it again, and lists the ports after each. `mayHaveIt`: the server may have the group on some ports, from
 * which it is removed first. Only the ports are read: whether the server shows the group is what other tests verify.
 * @throws InconclusiveError when an action changes no port, which `groups.add.attaches` and `groups.remove.detaches` cover
 */
export async function recordPortGroups(
  compute: ComputeClient,
  serverId: string,
  { name, mayHaveIt = false }: { readonly name: string; readonly mayHaveIt?: boolean },
): Promise<PortGroups> {
  const groups = await readNetwork(compute, `security-groups?name=${encodeURIComponent(name)}`)
  const groupId = assumeDefined(
    groups.string('body/security_groups/0/id'),
    'The network service does not have the security group.',
  )
  const listPorts = () => readNetwork(compute, `ports?device_id=${serverId}`)
  const countIn = (list: ApiResponse) => portsHaveGroup(list, groupId).filter(Boolean).length
  const actAndListPorts = async (action: Action, before: ApiResponse) => {
    const isAdded = action === 'addSecurityGroup'
    const response = await compute.call('actOnServer', { path: { serverId }, body: { [action]: { name } } })
    // The network service may list the ports of a new server later than the server shows them.
    const isDone = (list: ApiResponse) => {
      const ports = portsHaveGroup(list, groupId)
      return !response.isSuccess || (ports.length > 0 && ports.every((hasIt) => hasIt === isAdded))
    }
    const { value: list } = await compute.poll(listPorts, isDone, 'propagation', action)
    const isChanged = isAdded ? countIn(list) > countIn(before) : countIn(list) < countIn(before)
    const requirement = isAdded ? 'groups.add.attaches' : 'groups.remove.detaches'
    assume(isChanged, `${action} changed no port of the server.`, requirement)
    return list
  }
  let before = await listPorts()
  if (mayHaveIt && countIn(before) > 0) {
    before = await actAndListPorts('removeSecurityGroup', before)
    assume(countIn(before) === 0, 'removeSecurityGroup changed only some ports.', 'groups.remove.every-port')
  }
  const added = await actAndListPorts('addSecurityGroup', before)
  return { groupId, added, removed: await actAndListPorts('removeSecurityGroup', added) }
}

/** The same for a server that was requested with the configured group; undefined where an action changes no port, or it has only one. */
export async function recordRequestedPortGroups(
  compute: ComputeClient,
  serverId: string,
): Promise<PortGroups | undefined> {
  const name = compute.run.settings.resources.securityGroup
  if (name === undefined) return undefined
  const record = await orNone(recordPortGroups(compute, serverId, { name, mayHaveIt: true }))
  return record && portsHaveGroup(record.added, record.groupId).length > 1 ? record : undefined
}

/** Shows a port of the network service. */
export const showPort = (compute: ComputeClient, portId: string): Promise<ApiResponse> =>
  readNetwork(compute, `ports/${encodeURIComponent(portId)}`)
