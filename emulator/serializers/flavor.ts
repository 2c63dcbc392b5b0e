import type { JsonObject } from '../server/response.ts'
import type { Flavor } from '../state/flavors.ts'
import { selfAndBookmark, type UrlBase } from './links.ts'

/** Represents a flavor as `GET /flavors` does. */
export function flavorSummary(urlBase: UrlBase, flavor: Flavor): JsonObject {
  return { id: flavor.id, name: flavor.name, links: selfAndBookmark(urlBase, 'flavors', flavor.id) }
}

/** Represents a flavor as `GET /flavors/detail` does. */
export function flavorDetail(urlBase: UrlBase, flavor: Flavor): JsonObject {
  return {
    ...flavorSummary(urlBase, flavor),
    ram: flavor.ram,
    vcpus: flavor.vcpus,
    disk: flavor.disk,
    swap: '',
    'OS-FLV-EXT-DATA:ephemeral': 0,
    'OS-FLV-DISABLED:disabled': false,
    'os-flavor-access:is_public': true,
    rxtx_factor: 1,
  }
}
