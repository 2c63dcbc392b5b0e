import { defined, listAt, numberAt, textAt } from '#engine/input'
import { computePath, type Discovered, type DiscoveryContext, getFirst, serviceUrl } from './context.ts'

/** A security group other than `default` with a unique name: the documented API refers to groups by name. */
export async function findSecurityGroup(context: DiscoveryContext): Promise<Discovered> {
  const { configured, services, compute } = context
  const response = await getFirst(
    context,
    serviceUrl(services.network, '/v2.0/security-groups'),
    computePath(context, '/os-security-groups'),
  )
  const names = listAt(response, 'security_groups')
    .filter((row) => (textAt(row, 'tenant_id') ?? textAt(row, 'project_id') ?? compute.tenant) === compute.tenant)
    .flatMap((row) => textAt(row, 'name') ?? [])
  const unique = names.filter((name) => name !== 'default' && names.indexOf(name) === names.lastIndexOf(name))
  return {
    resources: defined({ securityGroup: configured.securityGroup ?? unique.toSorted()[0] }),
    notFound: { securityGroup: 'no security group other than default: create one, or set resources.securityGroup' },
  }
}

/**
 * The smallest volume that is not in use, of the configured zone: the vendor attaches volumes within one zone only. Tests attach and
 * detach it, and never write to it.
 */
export async function findVolume(context: DiscoveryContext): Promise<Discovered> {
  const { configured, services } = context
  const zone = configured.availabilityZone
  const response = await getFirst(
    context,
    serviceUrl(services.blockStorage, '/volumes/detail'),
    computePath(context, '/os-volumes/detail'),
  )
  const unused = listAt(response, 'volumes')
    .filter((row) => textAt(row, 'status') === 'available')
    .filter((row) => zone === undefined || (textAt(row, 'availability_zone') ?? zone) === zone)
    .toSorted((a, b) => (numberAt(a, 'size') ?? 0) - (numberAt(b, 'size') ?? 0))
  return {
    resources: defined({ volume: configured.volume ?? unused.flatMap((row) => textAt(row, 'id') ?? [])[0] }),
    notFound: { volume: 'no unused volume: create one of 1 GB, or set resources.volume' },
  }
}
