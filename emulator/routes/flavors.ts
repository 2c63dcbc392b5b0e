import { forbidden, notFound } from '../errors.ts'
import { nextLink } from '../links.ts'
import type { Call, Operation } from '../operation.ts'
import { paginate, queryInteger } from '../paging.ts'
import { type JsonObject, ok, type Reply } from '../reply.ts'
import { flavorDetail, flavorSummary } from '../representation/flavor.ts'
import { type Flavor, isLocal } from '../state/flavors.ts'

function listFlavors(call: Call, path: string, represent: (flavor: Flavor) => JsonObject): Reply {
  const { world, query, place } = call
  const minDisk = queryInteger(query, 'minDisk') ?? 0
  const minRam = queryInteger(query, 'minRam') ?? 0
  const matching = world.flavors.filter(
    ({ disk, ram }) =>
      (disk >= minDisk || world.faults.has('flavors-min-disk-ignored')) &&
      (ram >= minRam || world.faults.has('flavors-min-ram-ignored')),
  )
  const page = paginate(matching, world.flavors, query, {
    limitIgnored: world.faults.has('flavors-limit-ignored'),
    markerInclusive: world.faults.has('flavors-marker-inclusive'),
    markerIgnored: world.faults.has('flavors-marker-ignored'),
    badQueryAccepted: world.faults.has('flavors-bad-query-accepted'),
  })
  const next = page.next && [nextLink(place, path, query, page.next.limit, page.next.marker)]
  return ok({ flavors: page.items.map(represent), flavors_links: next })
}

function findFlavor({ world, param }: Call): Flavor {
  const id = param('flavor')
  const flavor = world.flavors.find((candidate) => candidate.id === id)
  if (flavor === undefined) throw notFound(`Flavor ${id} could not be found.`)
  return flavor
}

/** The vendor tells a family by this property as well as by the name. */
function extraSpecs(flavor: Flavor): JsonObject {
  return { flavor_type: isLocal(flavor) ? 'local' : 'general' }
}

export const flavorOperations: readonly Operation[] = [
  {
    name: 'flavors.list',
    method: 'GET',
    path: '/flavors',
    handle: (call) => listFlavors(call, 'flavors', (flavor) => flavorSummary(call.place, flavor)),
  },
  {
    name: 'flavors.detail',
    method: 'GET',
    path: '/flavors/detail',
    handle: (call) => listFlavors(call, 'flavors/detail', (flavor) => flavorDetail(call.place, flavor)),
  },
  {
    name: 'flavors.show',
    method: 'GET',
    path: '/flavors/:flavor',
    handle: (call) => ok({ flavor: flavorDetail(call.place, findFlavor(call)) }),
  },
  {
    name: 'flavors.specs',
    method: 'GET',
    path: '/flavors/:flavor/os-extra_specs',
    handle: (call) => ok({ extra_specs: extraSpecs(findFlavor(call)) }),
  },
  {
    name: 'flavors.create',
    method: 'POST',
    path: '/flavors',
    handle: () => {
      throw forbidden('Only an administrator may create a flavor.')
    },
  },
]
