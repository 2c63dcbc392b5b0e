import { listAt, numberAt, present, textAt } from '../json.ts'
import { computePath, type Discovered, type DiscoveryContext, getFirst, serviceUrl } from './context.ts'

/** A security group beside `default`, the only one of its name: names are how the documented API refers to it. */
export async function findSecurityGroup(survey: DiscoveryContext): Promise<Discovered> {
  const { given, services, compute } = survey
  const response = await getFirst(
    survey,
    serviceUrl(services.network, '/v2.0/security-groups'),
    computePath(survey, '/os-security-groups'),
  )
  const names = listAt(response, 'security_groups')
    .filter((row) => (textAt(row, 'tenant_id') ?? textAt(row, 'project_id') ?? compute.tenant) === compute.tenant)
    .flatMap((row) => textAt(row, 'name') ?? [])
  const unique = names.filter((name) => name !== 'default' && names.indexOf(name) === names.lastIndexOf(name))
  return {
    resources: present({ securityGroup: given.securityGroup ?? unique.toSorted()[0] }),
    notFound: { securityGroup: 'no security group beside default: make one, or set resources.securityGroup' },
  }
}

/** A volume that nobody uses; the smallest. It is attached and detached, never written to. */
export async function findVolume(survey: DiscoveryContext): Promise<Discovered> {
  const { given, services } = survey
  const response = await getFirst(
    survey,
    serviceUrl(services.blockStorage, '/volumes/detail'),
    computePath(survey, '/os-volumes/detail'),
  )
  const spare = listAt(response, 'volumes')
    .filter((row) => textAt(row, 'status') === 'available')
    .toSorted((a, b) => (numberAt(a, 'size') ?? 0) - (numberAt(b, 'size') ?? 0))
  return {
    resources: present({ volume: given.volume ?? spare.flatMap((row) => textAt(row, 'id') ?? [])[0] }),
    notFound: { volume: 'no spare volume: make one of 1 GB, or set resources.volume' },
  }
}
