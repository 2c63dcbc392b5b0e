import type { TargetServices } from '#model'

import { type Catalog, urlOf } from '../auth/catalog.ts'
import type { Config } from '../config/config.ts'
import { present } from '../json.ts'

const bare = (url: string | undefined): string | undefined => url?.replace(/\/+$/, '')

/** Catalogs give some services with their version, some without. */
const withoutVersion = (url: string | undefined): string | undefined => bare(url)?.replace(/\/v\d+(\.\d+)?$/, '')

/** Block storage is addressed with its version and, but for the newest, the tenant. */
const withTenant = (url: string | undefined, tenant: string): string | undefined =>
  url !== undefined && /\/v[23]$/.test(url) ? `${url}/${tenant}` : url

/** The companion services: what the file says, else what the catalog says. */
export function servicesFrom(catalog: Catalog, written: Config['services'], tenant: string): TargetServices {
  const volumes = urlOf(catalog, 'volumev3', 'volumev2', 'block-storage', 'block-store', 'volume')
  return present({
    identity: withoutVersion(written?.identity ?? urlOf(catalog, 'identity')),
    image: withoutVersion(written?.image ?? urlOf(catalog, 'image')),
    network: withoutVersion(written?.network ?? urlOf(catalog, 'network')),
    blockStorage: bare(written?.blockStorage) ?? withTenant(volumes, tenant),
  })
}
