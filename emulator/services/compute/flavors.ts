import { defineHook } from '../../fault-injection/hooks.ts'
import { flavorDetail, flavorSummary } from '../../serializers/flavor.ts'
import { nextLink } from '../../serializers/links.ts'
import { badRequest, notFound } from '../../server/errors.ts'
import { type EmulatorResponse, type JsonObject, ok } from '../../server/response.ts'
import { type Flavor, isLocal } from '../../state/flavors.ts'
import { adminOnly, type Operation, type OperationCall, readOperation } from '../operation.ts'
import { paginate, queryInteger, queryValue } from '../pagination.ts'
import { type SortKeys, sortByQuery } from '../sorting.ts'

const sortKeys: SortKeys<Flavor> = {
  keys: {
    flavorid: ({ id }) => id,
    id: ({ id }) => id,
    name: ({ name }) => name,
    memory_mb: ({ ram }) => ram,
    root_gb: ({ disk }) => disk,
    vcpus: ({ vcpus }) => vcpus,
  },
  direction: 'asc',
  unknownKey: (key) => badRequest(`Invalid input for query parameters sort_key. Value: ${key.slice(0, 80)}.`),
}

/** Returns the smallest root disk of a list of flavors, in GB. @throws ApiError 400 */
export const readMinDisk = defineHook(
  'flavors.minDisk',
  ({ query }: OperationCall): number => queryInteger(query, 'minDisk') ?? 0,
)

/** Returns the smallest memory of a list of flavors, in MB. @throws ApiError 400 */
export const readMinRam = defineHook(
  'flavors.minRam',
  ({ query }: OperationCall): number => queryInteger(query, 'minRam') ?? 0,
)

function listFlavors(call: OperationCall, path: string, represent: (flavor: Flavor) => JsonObject): EmulatorResponse {
  const { cloud, query, urlBase } = call
  const minDisk = readMinDisk(call)
  const minRam = readMinRam(call)
  // Unlike that of a server, the marker of a flavor is looked up even when it is empty.
  if (queryValue(query, 'marker') === '') throw badRequest('marker [] not found')
  const matches = ({ disk, ram }: Flavor) => disk >= minDisk && ram >= minRam
  const page = paginate(call, sortByQuery(cloud.flavors, query, sortKeys), matches)
  const next = page.next && [nextLink(urlBase, path, query, page.next)]
  return ok({ flavors: page.items.map(represent), flavors_links: next })
}

function findFlavor({ cloud, param }: OperationCall): Flavor {
  const id = param('flavor')
  const flavor = cloud.flavors.find((candidate) => candidate.id === id)
  if (flavor === undefined) throw notFound(`Flavor ${id} could not be found.`)
  return flavor
}

/** Returns the property by which the vendor marks the family of a flavor, besides its name. */
function extraSpecs(flavor: Flavor): JsonObject {
  return { flavor_type: isLocal(flavor) ? 'local' : 'general' }
}

export const flavorOperations: readonly Operation[] = [
  {
    name: 'flavors.list',
    method: 'GET',
    path: '/flavors',
    handle: (call) => listFlavors(call, 'flavors', (flavor) => flavorSummary(call.urlBase, flavor)),
  },
  {
    name: 'flavors.detail',
    method: 'GET',
    path: '/flavors/detail',
    handle: (call) => listFlavors(call, 'flavors/detail', (flavor) => flavorDetail(call.urlBase, flavor)),
  },
  readOperation('flavors.show', '/flavors/:flavor', (call) => ({
    flavor: flavorDetail(call.urlBase, findFlavor(call)),
  })),
  readOperation('flavors.specs', '/flavors/:flavor/os-extra_specs', (call) => ({
    extra_specs: extraSpecs(findFlavor(call)),
  })),
  readOperation('flavors.specs.show', '/flavors/:flavor/os-extra_specs/:key', (call) => {
    const key = call.param('key')
    const value = extraSpecs(findFlavor(call))[key]
    if (value === undefined) throw notFound(`Flavor ${call.param('flavor')} has no extra specs with key ${key}.`)
    return { [key]: value }
  }),
  adminOnly('flavors.create', 'POST', '/flavors', 'os-flavor-manage:create'),
  adminOnly('flavors.delete', 'DELETE', '/flavors/:flavor', 'os-flavor-manage:delete'),
  adminOnly('flavors.access', 'GET', '/flavors/:flavor/os-flavor-access', 'os-flavor-access'),
  adminOnly('flavors.action', 'POST', '/flavors/:flavor/action', 'os-flavor-access:add_tenant_access'),
  adminOnly('flavors.specs.create', 'POST', '/flavors/:flavor/os-extra_specs', 'os-flavor-extra-specs:create'),
  adminOnly('flavors.specs.update', 'PUT', '/flavors/:flavor/os-extra_specs/:key', 'os-flavor-extra-specs:update'),
  adminOnly('flavors.specs.delete', 'DELETE', '/flavors/:flavor/os-extra_specs/:key', 'os-flavor-extra-specs:delete'),
]
