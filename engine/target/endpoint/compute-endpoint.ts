import { UsageError } from '../../errors.ts'
import { type Catalog, urlOf } from '../auth/catalog.ts'
import type { ConnectionSettings } from '../auth/connection.ts'
import type { AuthSession } from '../auth/keystone.ts'
import type { HttpClient } from '../http-client.ts'
import { type Endpoint, parseEndpoint, targetUrl } from './endpoint.ts'

/** An endpoint with a tenant: everything that is needed to make a call, but the token. */
export interface ComputeEndpoint extends Endpoint {
  readonly tenant: string
}

const withSlash = (url: string): string => `${url}/`

/** The entry that speaks v2: Nova's `compute_legacy` where there is one, else whatever `compute` is. */
function fromCatalog(catalog: Catalog): Endpoint | undefined {
  const candidates = catalog.filter(({ type }) => type === 'compute' || type === 'compute_legacy').map(({ url }) => url)
  const legacy =
    candidates.find((url) => withSlash(url).includes('/v2/')) ?? urlOf(catalog, 'compute', 'compute_legacy')
  return legacy === undefined ? undefined : parseEndpoint(legacy, 'the compute endpoint of the catalog')
}

function tenantOf(endpoint: Endpoint, session: AuthSession, { credentials }: ConnectionSettings): string {
  const wanted = credentials.project?.id
  if (wanted !== undefined && session.tenant !== undefined && wanted !== session.tenant)
    throw new UsageError(`the token is for tenant ${session.tenant}, not for ${wanted}`)
  if (wanted !== undefined && endpoint.tenant !== undefined && wanted !== endpoint.tenant)
    throw new UsageError(`the URL ${endpoint.computeUrl}/${endpoint.tenant} is that of another tenant than ${wanted}`)
  const tenant = session.tenant ?? wanted ?? endpoint.tenant
  if (tenant === undefined)
    throw new UsageError('which tenant? The token does not say it', {
      hint: 'Give --tenant, OS_PROJECT_ID or target.tenant',
    })
  return tenant
}

/** Where a catalog knows only v2.1, the same service is asked whether it speaks v2 as well, as Nova does. */
async function preferV2(
  web: HttpClient,
  { url, computeUrl }: Endpoint,
  tenant: string,
  token: string,
): Promise<string> {
  if (!computeUrl.endsWith('/v2.1')) return computeUrl
  const v2 = `${url}/v2`
  const response = await web.get(`${v2}/${tenant}/flavors?limit=1`, { 'x-auth-token': token })
  return response.status === 200 ? v2 : computeUrl
}

/** Where the target is and who we are there: what was given, else what the catalog says. */
export async function locateCompute(
  web: HttpClient,
  access: ConnectionSettings,
  session: AuthSession,
  catalog: Catalog,
): Promise<ComputeEndpoint> {
  if (access.url !== undefined) {
    const endpoint = parseEndpoint(access.url, targetUrl)
    return { ...endpoint, tenant: tenantOf(endpoint, session, access) }
  }
  const endpoint = fromCatalog(catalog)
  if (endpoint === undefined)
    throw new UsageError('where is the target? There is neither its URL nor a catalog with a compute service', {
      hint: 'Give --target, target.url or OS_COMPUTE_ENDPOINT_OVERRIDE',
    })
  const tenant = tenantOf(endpoint, session, access)
  return { ...endpoint, tenant, computeUrl: await preferV2(web, endpoint, tenant, session.token) }
}
