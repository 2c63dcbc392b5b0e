import { UsageError } from '#engine/errors'
import { listAt, textAt } from '#engine/input'
import type { Interface } from '../config/config.ts'

/** One endpoint of one service; the same for both versions of the identity service. */
export interface CatalogEntry {
  readonly type: string
  readonly region: string
  readonly interface: Interface
  /** Without a trailing slash. */
  readonly url: string
}

export type Catalog = readonly CatalogEntry[]

/** Returns an entry, unless its URL is missing or invalid. */
const entry = (
  type: string,
  region: string | undefined,
  endpointInterface: Interface,
  url: string | undefined,
): CatalogEntry[] =>
  url !== undefined && URL.canParse(url) && /^https?:/i.test(url)
    ? [{ type, region: region ?? '', interface: endpointInterface, url: url.replace(/\/+$/, '') }]
    : []

/** Reads `access.serviceCatalog` of identity v2.0: one row for a region, with a URL for each interface. */
export const readCatalogV2 = (document: unknown): Catalog =>
  listAt(document, 'access', 'serviceCatalog').flatMap((service) => {
    const type = textAt(service, 'type') ?? ''
    return listAt(service, 'endpoints').flatMap((row) => {
      const region = textAt(row, 'region')
      return [
        ...entry(type, region, 'public', textAt(row, 'publicURL')),
        ...entry(type, region, 'internal', textAt(row, 'internalURL')),
        ...entry(type, region, 'admin', textAt(row, 'adminURL')),
      ]
    })
  })

/** Reads `token.catalog` of identity v3: one row for each region and interface. */
export const readCatalogV3 = (document: unknown): Catalog =>
  listAt(document, 'token', 'catalog').flatMap((service) => {
    const type = textAt(service, 'type') ?? ''
    return listAt(service, 'endpoints').flatMap((row) => {
      const name = textAt(row, 'interface')
      if (name !== 'public' && name !== 'internal' && name !== 'admin') return []
      return entry(type, textAt(row, 'region_id') ?? textAt(row, 'region'), name, textAt(row, 'url'))
    })
  })

const regionsOf = (catalog: Catalog): string[] => [...new Set(catalog.map(({ region }) => region))].sort()

/**
 * Returns the entries of one region and interface. Throws a UsageError when the region has no Compute service, or when several regions have
 * one and none is chosen: servers cost money, so the region is not guessed.
 */
export function selectEndpoints(
  catalog: Catalog,
  region: string | undefined,
  endpointInterface: Interface = 'public',
): Catalog {
  const entries = catalog.filter((candidate) => candidate.interface === endpointInterface)
  const regions = regionsOf(entries.filter(({ type }) => type.startsWith('compute')))
  if (region !== undefined && regions.length > 0 && !regions.includes(region))
    throw new UsageError(`the catalog has no compute service in region "${region}"; it has ${regions.join(', ')}`)
  if (region === undefined && regions.length > 1)
    throw new UsageError(`the catalog has compute services in several regions: ${regions.join(', ')}`, {
      hint: 'Set OS_REGION_NAME or target.region to one of them.',
    })
  const chosen = region ?? regions[0]
  return chosen === undefined ? entries : entries.filter((candidate) => candidate.region === chosen)
}

/** Returns the URL of the first of these service types that the catalog has. */
export const urlOf = (catalog: Catalog, ...types: readonly string[]): string | undefined =>
  types.map((type) => catalog.find((candidate) => candidate.type === type)?.url).find((url) => url !== undefined)
