import { UsageError } from '../../errors.ts'
import type { Interface } from '../config/config.ts'
import { listAt, textAt } from '../json.ts'

/** One endpoint of one service, as both versions of the identity service give it. */
export interface CatalogEntry {
  readonly type: string
  readonly region: string
  readonly interface: Interface
  /** Without a slash at the end. */
  readonly url: string
}

export type Catalog = readonly CatalogEntry[]

const bare = (url: string): string => url.replace(/\/+$/, '')

const entry = (type: string, region: string | undefined, face: Interface, url: string | undefined): CatalogEntry[] =>
  url !== undefined && URL.canParse(url) && /^https?:/i.test(url)
    ? [{ type, region: region ?? '', interface: face, url: bare(url) }]
    : []

/** `access.serviceCatalog` of identity v2.0: one row per region, with a URL for each interface. */
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

/** `token.catalog` of identity v3: one row per region and interface. */
export const readCatalogV3 = (document: unknown): Catalog =>
  listAt(document, 'token', 'catalog').flatMap((service) => {
    const type = textAt(service, 'type') ?? ''
    return listAt(service, 'endpoints').flatMap((row) => {
      const face = textAt(row, 'interface')
      if (face !== 'public' && face !== 'internal' && face !== 'admin') return []
      return entry(type, textAt(row, 'region_id') ?? textAt(row, 'region'), face, textAt(row, 'url'))
    })
  })

const regionsOf = (catalog: Catalog): string[] => [...new Set(catalog.map(({ region }) => region))].sort()

/**
 * The entries of one region and one interface. Throws a UsageError for a region that has no Compute service, and when there
 * are several such and none is chosen: servers cost money where they are made.
 */
export function narrowed(catalog: Catalog, region: string | undefined, face: Interface = 'public'): Catalog {
  const facing = catalog.filter((entry) => entry.interface === face)
  const known = regionsOf(facing.filter(({ type }) => type.startsWith('compute')))
  if (region !== undefined && known.length > 0 && !known.includes(region))
    throw new UsageError(`the catalog has no compute service in region "${region}"; it has ${known.join(', ')}`)
  if (region === undefined && known.length > 1)
    throw new UsageError(`the catalog has compute services in ${known.join(', ')}: choose one`, {
      hint: 'Set OS_REGION_NAME or target.region',
    })
  const chosen = region ?? known[0]
  return chosen === undefined ? facing : facing.filter((entry) => entry.region === chosen)
}

/** The URL of the first of the types that the catalog has. */
export const urlOf = (catalog: Catalog, ...types: readonly string[]): string | undefined =>
  types.map((type) => catalog.find((entry) => entry.type === type)?.url).find((url) => url !== undefined)
