import { defined } from '#engine/input'
import type { TargetServices } from '#model'
import { type Catalog, urlOf } from '../auth/catalog.ts'

const withoutTrailingSlash = (url: string | undefined): string | undefined => url?.replace(/\/+$/, '')

/** Removes the version, which the URLs of some services in catalogs have. */
const withoutVersion = (url: string | undefined): string | undefined =>
  withoutTrailingSlash(url)?.replace(/\/v\d+(\.\d+)?$/, '')

/** Adds the tenant to a URL of the block storage service that ends with its version. */
const withTenant = (url: string | undefined, tenant: string): string | undefined =>
  url !== undefined && /\/v[23]$/.test(url) ? `${url}/${tenant}` : url

/** Returns the companion services: the configured ones, else those of the catalog. */
export function servicesFrom(catalog: Catalog, configured: TargetServices | undefined, tenant: string): TargetServices {
  const volumes = urlOf(catalog, 'volumev3', 'volumev2', 'block-storage', 'block-store', 'volume')
  return defined({
    identity: withoutVersion(configured?.identity ?? urlOf(catalog, 'identity')),
    image: withoutVersion(configured?.image ?? urlOf(catalog, 'image')),
    network: withoutVersion(configured?.network ?? urlOf(catalog, 'network')),
    blockStorage: withoutTrailingSlash(configured?.blockStorage) ?? withTenant(volumes, tenant),
  })
}
