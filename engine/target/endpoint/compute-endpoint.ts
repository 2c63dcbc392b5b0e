import { UsageError } from '#engine/errors'
import { operationsUrl } from '#model'
import { type Catalog, urlOf } from '../auth/catalog.ts'
import type { ConnectionSettings } from '../auth/connection.ts'
import type { AuthSession } from '../auth/keystone.ts'
import type { HttpClient } from '../http-client.ts'
import { type Endpoint, parseEndpoint, targetUrlLabel } from './endpoint.ts'

/** The timeout of the requests that locate the operations, in milliseconds. */
const probeTimeout = 9_000

/** An endpoint with a tenant: everything that a request needs, except the token. */
export interface ComputeEndpoint extends Endpoint {
  readonly tenant: string
  /** False where paths do not contain the tenant. Default true. */
  readonly tenantInPath?: boolean
}

/** Tells whether the flavors can be listed below the URL. `preflight` reports a service that does not respond. */
async function hasFlavors(http: HttpClient, url: string, token: string): Promise<boolean> {
  const response = await http
    .get(`${url}/flavors?limit=1`, { 'x-auth-token': token }, probeTimeout)
    .catch(() => undefined)
  return response?.status === 200
}

const isV2 = ({ computeUrl }: Pick<Endpoint, 'computeUrl'>): boolean => computeUrl.endsWith('/v2')

/** Returns the entry for v2: Nova's `compute_legacy` if the catalog has it, else `compute`. */
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
    throw new UsageError('no tenant given, and the token does not contain one', {
      hint: 'Set --tenant, OS_PROJECT_ID or target.tenant.',
    })
  if (tenant !== tenant.trim()) throw new UsageError(`the tenant "${tenant}" begins or ends with a space`)
  return tenant
}

/**
 * Returns the endpoint that its URL describes. The document's `/v2` is followed by the tenant; below a newer version without a tenant in
 * the URL, paths have none if the target accepts that.
 */
async function asGiven(http: HttpClient, endpoint: Endpoint, tenant: string, token: string): Promise<ComputeEndpoint> {
  const isFollowedByTenant = endpoint.tenant !== undefined || isV2(endpoint)
  if (isFollowedByTenant || !(await hasFlavors(http, endpoint.computeUrl, token))) return { ...endpoint, tenant }
  return { ...endpoint, tenant, tenantInPath: false }
}

/** Determines the endpoint and tenant under test: the configured ones, else those of the catalog and the token. */
export async function locateCompute(
  http: HttpClient,
  connection: ConnectionSettings,
  session: AuthSession,
  catalog: Catalog,
): Promise<ComputeEndpoint> {
  if (connection.url !== undefined) {
    const endpoint = parseEndpoint(connection.url, targetUrlLabel)
    return asGiven(http, endpoint, tenantOf(endpoint, session, connection), session.token)
  }
  const endpoint = fromCatalog(catalog)
  if (endpoint === undefined)
    throw new UsageError('no target URL, and the catalog has no compute service', {
      hint: 'Set --target, target.url or OS_COMPUTE_ENDPOINT_OVERRIDE.',
    })
  const tenant = tenantOf(endpoint, session, connection)
  // If the catalog has only v2.1, a request shows whether the service also supports v2, as Nova does.
  const v2 = { ...endpoint, computeUrl: `${endpoint.url}/v2`, tenant }
  if (isV2(endpoint) || (await hasFlavors(http, operationsUrl(v2), session.token))) return v2
  return asGiven(http, endpoint, tenant, session.token)
}
