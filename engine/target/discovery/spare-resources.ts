import { defined, listAt, numberAt, textAt } from '#engine/input'
import { computePath, type Discovered, type DiscoveryContext, getFirst, serviceUrl } from './context.ts'

/** Finds a security group other than `default` with a unique name: the documented API refers to groups by name. */
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

/** Returns the zone of a volume if servers can be in several zones: a volume cannot be attached to a server in another zone. */
async function findZone(context: DiscoveryContext, volume: unknown): Promise<string | undefined> {
  const zone = textAt(volume, 'availability_zone')
  if (zone === undefined) return undefined
  const listed = listAt(await getFirst(context, computePath(context, '/os-availability-zone')), 'availabilityZoneInfo')
  const names = listed.map((row) => textAt(row, 'zoneName'))
  return names.length > 1 && names.includes(zone) ? zone : undefined
}

/**
 * Finds the smallest unused volume in the configured zone, because the vendor attaches volumes only within one zone. Tests attach and
 * detach it, and never write to it. Without a configured zone, that of the volume is chosen.
 */
export async function findVolume(context: DiscoveryContext): Promise<Discovered> {
  const { configured, services } = context
  const zone = configured.availabilityZone
  const response = await getFirst(
    context,
    serviceUrl(services.blockStorage, '/volumes/detail'),
    computePath(context, '/os-volumes/detail'),
  )
  const [smallest] = listAt(response, 'volumes')
    .filter((row) => textAt(row, 'status') === 'available' && textAt(row, 'id') !== undefined)
    .filter((row) => zone === undefined || (textAt(row, 'availability_zone') ?? zone) === zone)
    .toSorted((a, b) => (numberAt(a, 'size') ?? 0) - (numberAt(b, 'size') ?? 0))
  return {
    resources: defined({
      volume: configured.volume ?? textAt(smallest, 'id'),
      availabilityZone: zone ?? (await findZone(context, smallest)),
    }),
    notFound: { volume: 'no unused volume: create one, or set resources.volume' },
  }
}
