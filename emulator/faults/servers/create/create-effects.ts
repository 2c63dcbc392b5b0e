import type { Override } from '../../../fault-injection/overrides.ts'
import type { User } from '../../../state/accounts.ts'
import type { CloudState } from '../../../state/cloud-state.ts'
import type { Subnet } from '../../../state/networks.ts'
import { type NicPlan, type ServerPlan, serverNames } from '../../../transitions/create-servers.ts'
import { resolveGroups } from '../../../validation/interfaces.ts'
import { type CreateRequest, readCreateRequest } from '../../../validation/server-create.ts'
import { planServer } from '../../../validation/server-plan.ts'
import { defineFault } from '../../define-fault.ts'
import { requestedServer } from './create-request-edits.ts'

/** Creates other servers than a valid request describes. */
function planDifferently(
  edit: (plan: ServerPlan, request: CreateRequest, cloud: CloudState, user: User) => Partial<ServerPlan>,
): Override {
  return planServer.override((original, cloud, user, request) => {
    const plan = original(cloud, user, request)
    return { ...plan, ...edit(plan, request, cloud, user) }
  })
}

/** Returns a subnet of the same tenant in another network. */
function otherSubnet({ networking }: CloudState, { tenantId, networkId }: Subnet): Subnet | undefined {
  return [...networking.subnets.values()].find(
    (candidate) => candidate.tenantId === tenantId && candidate.networkId !== networkId,
  )
}

/** Returns a new interface in the subnet of a port, in place of the port. */
function withoutPort({ networking }: CloudState, nic: NicPlan): NicPlan {
  const subnet = 'port' in nic ? networking.subnets.get(nic.port.subnetId) : undefined
  return subnet === undefined ? nic : { subnet, address: undefined }
}

/** Faults of the servers that a valid create request leads to. */
export const createEffectFaults = [
  defineFault(
    'create-name-changed',
    'servers.create.name-shown',
    'A new server has another name than the request.',
    planDifferently(({ name }) => ({ name: `${name.slice(0, -1)}_` })),
  ),
  defineFault(
    'create-first-network-only',
    'servers.create.nic-per-network',
    'Only the first network of the request gets an interface.',
    planDifferently(({ nics }) => ({ nics: nics.slice(0, 1) })),
  ),
  defineFault(
    'create-network-ignored',
    'servers.create.network-uuid',
    'Another network than that of the request is used, unless the request has an address in it.',
    planDifferently(({ nics }, { networks }, cloud) => ({
      nics: nics.map((nic, index) => {
        const entry = networks[index]
        const isNamed = entry?.['uuid'] !== undefined && entry['subnet'] === undefined
        if ('port' in nic || nic.address !== undefined || !isNamed) return nic
        return { ...nic, subnet: otherSubnet(cloud, nic.subnet) ?? nic.subnet }
      }),
    })),
  ),
  defineFault(
    'create-port-ignored',
    'servers.create.network-port',
    'A new port is created in place of the port of the request.',
    planDifferently(({ nics }, _request, cloud) => ({ nics: nics.map((nic) => withoutPort(cloud, nic)) })),
  ),
  defineFault(
    'create-fixed-ip-ignored',
    'servers.create.network-fixed-ip',
    'Another address than that of the request is used.',
    planDifferently(({ nics }) => ({
      nics: nics.map((nic) => ('port' in nic ? nic : { ...nic, address: undefined })),
    })),
  ),
  defineFault(
    'create-groups-ignored',
    'servers.create.security-groups',
    'The security groups of the request are ignored.',
    planDifferently((_plan, _request, cloud, user) => ({ groups: resolveGroups(cloud, user.tenant.id, ['default']) })),
  ),
  defineFault(
    'create-first-group-only',
    'servers.create.security-groups',
    'All security groups of the request but the first are ignored.',
    planDifferently(({ groups }) => ({ groups: groups.slice(0, 1) })),
  ),
  defineFault(
    'create-wrong-default-group',
    'servers.create.default-group',
    'Without security groups in the request, another group than default is used.',
    planDifferently(({ groups }, { groupNames }, { networking }) => {
      const others = [...networking.security.groups.values()].filter(({ name }) => name !== 'default')
      return { groups: groupNames.join() === 'default' ? others.slice(0, 1) : groups }
    }),
  ),
  defineFault(
    'create-zone-ignored',
    'servers.create.zone',
    'Another zone than that of the request is used.',
    planDifferently(({ zone }, _request, { zones }) => ({
      zone: zone === undefined ? undefined : zones.find((candidate) => candidate !== zone),
    })),
  ),
  defineFault(
    'create-zone-unlisted',
    'servers.create.zone-chosen',
    'Without a zone in the request, a zone is used that is not listed.',
    planDifferently(({ zone = 'nova' }) => ({ zone })),
  ),
  defineFault(
    'create-metadata-lost',
    'servers.create.metadata',
    'The metadata of the request is ignored.',
    planServer.override((original, cloud, user, request) => original(cloud, user, { ...request, metadata: {} })),
  ),
  defineFault(
    'create-key-name-lost',
    'servers.create.key-name',
    'A new server does not have the key of the request.',
    planDifferently(() => ({ keyName: null })),
  ),
  defineFault(
    'create-one-too-many',
    'servers.create.counts',
    'One server more than max_count is created.',
    readCreateRequest.overrideWhen(
      (_cloud, body) => requestedServer(body)?.['max_count'] !== undefined,
      (original, cloud, body) => {
        const request = original(cloud, body)
        return { ...request, count: request.count + 1 }
      },
    ),
    serverNames.override((_original, _cloud, { name, count }) => Array.from({ length: count }, () => name)),
  ),
]
