import { UsageError } from '#engine/errors'
import { type Catalog, urlOf } from '../auth/catalog.ts'
import type { ConnectionSettings } from '../auth/connection.ts'
import type { AuthSession } from '../auth/keystone.ts'
import type { HttpClient } from '../http-client.ts'
import { type Endpoint, parseEndpoint, targetUrlLabel } from './endpoint.ts'

/** An endpoint with a tenant: everything that a request needs, except the token. */
export interface ComputeEndpoint extends Endpoint {
  readonly tenant: string
}

/** The entry for v2: Nova's `compute_legacy` where the catalog has it, else `compute`. */
function fromCatalog(catalog: Catalog): Endpoint | undefined {
  const candidates = catalog.filter(({ type }) => type === 'compute' || type === 'compute_legacy').map(({ url }) => url)
  const url =
    candidates.find((candidate) => `${candidate}/`.includes('/v2/')) ?? urlOf(catalog, 'compute', 'compute_legacy')
  return url === undefined ? undefined : parseEndpoint(url, 'the compute endpoint of the catalog')
}

function tenantOf(endpoint: Endpoint, session: AuthSession, { credentials }: ConnectionSettings): string {
  const configured = credentials.project?.id
  if (configured !== undefined && session.tenant !== undefined && configured !== session.tenant)
    throw new UsageError(`the token is for tenant ${session.tenant}, not for ${configured}`)
  if (configured !== undefined && endpoint.tenant !== undefined && configured !== endpoint.tenant)
    throw new UsageError(`the URL ${endpoint.computeUrl}/${endpoint.tenant} is for another tenant than ${configured}`)
  const tenant = session.tenant ?? configured ?? endpoint.tenant
  if (tenant === undefined)
    throw new UsageError('no tenant given and the token is unscoped', {
      hint: 'Set --tenant, OS_PROJECT_ID or target.tenant.',
    })
  if (tenant !== tenant.trim()) throw new UsageError(`the tenant "${tenant}" begins or ends with a blank`)
  return tenant
}

/** Where the catalog has v2.1 only, the service is asked whether it supports v2 too, as Nova does. */
async function preferV2(
  http: HttpClient,
  { url, computeUrl }: Endpoint,
  tenant: string,
  token: string,
): Promise<string> {
  if (!computeUrl.endsWith('/v2.1')) return computeUrl
  const v2 = `${url}/v2`
  const response = await http.get(`${v2}/${tenant}/flavors?limit=1`, { 'x-auth-token': token })
  return response.status === 200 ? v2 : computeUrl
}

/** The endpoint and tenant under test: the configured ones, else those of the catalog and the token. */
export async function locateCompute(
  http: HttpClient,
  connection: ConnectionSettings,
  session: AuthSession,
  catalog: Catalog,
): Promise<ComputeEndpoint> {
  if (connection.url !== undefined) {
    const endpoint = parseEndpoint(connection.url, targetUrlLabel)
    return { ...endpoint, tenant: tenantOf(endpoint, session, connection) }
  }
  const endpoint = fromCatalog(catalog)
  if (endpoint === undefined)
    throw new UsageError('no target URL, and the catalog has no compute service', {
      hint: 'Set --target, target.url or OS_COMPUTE_ENDPOINT_OVERRIDE.',
    })
  const tenant = tenantOf(endpoint, session, connection)
  return { ...endpoint, tenant, computeUrl: await preferV2(http, endpoint, tenant, session.token) }
}
