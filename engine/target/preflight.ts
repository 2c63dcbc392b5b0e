import { InconclusiveRunError, UsageError } from '#engine/errors'
import { at, isObject, listAt, textAt } from '#engine/input'
import { operationsUrl } from '#model'
import type { ComputeEndpoint } from './endpoint/compute-endpoint.ts'
import { type HttpClient, type HttpResponse, isRedirect, redirectNote } from './http-client.ts'

/** The timeout of the first read, in milliseconds: a missing target is reported within ten seconds. */
const rootTimeout = 9_000

/** The result of the checks before a run. */
export interface Preflight {
  /** Whether `GET /` exists; some services hide it. */
  readonly root: boolean
  /** The version ids that the root lists. */
  readonly versions: readonly string[]
  /** The endpoint, with the actual root of its operations. */
  readonly compute: ComputeEndpoint
}

/** Returns the message of an error body with any outer key, as the end of a sentence. */
function errorMessage({ json }: HttpResponse): string {
  const members = isObject(json) ? Object.values(json) : []
  const message = members.map((member) => textAt(member, 'message')).find((text) => text !== undefined)
  return message === undefined ? '' : `: ${message.slice(0, 300)}`
}

/**
 * Returns the endpoint for a URL without a version. If the service has no list of flavors below the assumed version, but one directly below
 * the URL, the operations are there: OpenStack clients append paths to any URL of the catalog.
 */
async function withoutVersion(
  http: HttpClient,
  { isVersionless, ...compute }: ComputeEndpoint,
  token: string,
): Promise<ComputeEndpoint | undefined> {
  if (!isVersionless) return undefined
  const { status, json } = await http.get(`${compute.url}/flavors`, { 'x-auth-token': token })
  if (status !== 200 || !Array.isArray(at(json, 'flavors'))) return undefined
  return { ...compute, computeUrl: compute.url, tenantInPath: false }
}

const hasVersion = (computeUrl: string, id: string): boolean =>
  (computeUrl.split('/').at(-1) ?? '').replace(/\.0$/, '') === id.replace(/\.0$/, '')

/** Reads a list of the tenant that every Compute service has under the version in the URL. */
type ReadTenant = (path: string) => Promise<HttpResponse>

/** Tells whether one of these lists shows that this is a Compute service. */
const hasList = (responses: readonly HttpResponse[]): boolean =>
  responses.some(({ status, json }) => status === 200 && Array.isArray(at(json, 'servers') ?? at(json, 'keypairs')))

/** Returns the endpoint to which the list of flavors is redirected; undefined if it is the same, or not a list of flavors. */
function redirectedEndpoint(flavors: HttpResponse, { computeUrl }: ComputeEndpoint): string | undefined {
  const location = flavors.headers['location'] ?? ''
  if (!URL.canParse(location, flavors.url)) return undefined
  const { origin, pathname } = new URL(location, flavors.url)
  const to = origin + pathname.replace(/\/$/, '')
  const path = flavors.url.slice(computeUrl.length)
  return to.endsWith(path) && to !== flavors.url ? to.slice(0, -path.length) : undefined
}

/** Rejects an endpoint that redirects all reads: redirects are not followed, so nothing could be verified. */
function checkRedirected(compute: ComputeEndpoint, flavors: HttpResponse, others: readonly HttpResponse[]): void {
  if (![flavors, ...others].every(isRedirect)) return
  const message = `flavors, servers and os-keypairs are redirected: ${flavors.url} returned ${flavors.status}${redirectNote(flavors)}`
  const endpoint = redirectedEndpoint(flavors, compute)
  throw endpoint === undefined
    ? new InconclusiveRunError(message)
    : new UsageError(message, { hint: `Use --target ${endpoint}` })
}

/**
 * Rejects an endpoint whose list of flavors does not exist (404), unless another list does: then the flavors are missing, and the
 * suites report it.
 */
function checkMissing(
  { url, computeUrl, tenant }: ComputeEndpoint,
  versions: readonly string[],
  flavors: HttpResponse,
  others: readonly HttpResponse[],
): void {
  const [other] = versions.filter((id) => /^v2(\.\d)?$/.test(id))
  if (other !== undefined && !versions.some((id) => hasVersion(computeUrl, id)))
    throw new UsageError(`the target offers ${versions.join(', ')}, and not ${computeUrl}`, {
      hint: `Use --target ${url}/${other.replace(/\.0$/, '')}`,
    })
  if (others.every(({ status }) => status === 404))
    throw new UsageError(
      `no Compute API for tenant ${tenant}: ${flavors.url} returned 404, as do servers and os-keypairs`,
      {
        hint: 'Check the tenant (--tenant, OS_PROJECT_ID, target.tenant) and the path of the URL.',
      },
    )
}

/** The number of retries of a read whose token is rejected: a gateway may occasionally reject a valid token. */
const maxTokenRepeats = 3

async function readWhileRejected(read: ReadTenant, path: string): Promise<HttpResponse> {
  let response = await read(path)
  for (let count = 0; response.status === 401 && count < maxTokenRepeats; count++) response = await read(path)
  return response
}

/**
 * Checks the target with a few reads, the first without the token, before anything is created. Throws an InconclusiveRunError when the
 * target does not respond, rejects the token, or is not a Compute service, and a UsageError when it has no such tenant or another version.
 * The suites report any other defect.
 */
export async function preflight(http: HttpClient, compute: ComputeEndpoint, token: string): Promise<Preflight> {
  const { url } = compute
  const root = await http.get(`${url}/`, {}, rootTimeout)
  const read: ReadTenant = (path) => http.get(`${operationsUrl(compute)}/${path}`, { 'x-auth-token': token })
  const flavors = await readWhileRejected(read, 'flavors')
  const { status } = flavors
  const versions = listAt(root.json, 'versions').flatMap((version) => textAt(version, 'id') ?? [])
  const found = { root: root.status !== 404, versions }
  const moved = status === 200 ? undefined : await withoutVersion(http, compute, token)
  if (moved !== undefined) return { ...found, compute: moved }
  if (status === 401)
    throw new InconclusiveRunError(`the target rejected the token (401) at ${flavors.url}${errorMessage(flavors)}`)
  if (status === 400 || status === 403)
    throw new UsageError(
      `the target rejected the token for tenant ${compute.tenant} (${status})${errorMessage(flavors)}`,
    )
  const listsVersions = Array.isArray(at(root.json, 'versions'))
  const isPage = status === 200 && flavors.isHtml
  const isFailed = status !== 200 || isPage
  const others = isFailed ? await Promise.all([read('servers'), read('os-keypairs')]) : []
  checkRedirected(compute, flavors, others)
  if (isFailed && !listsVersions && !hasList(others))
    throw new InconclusiveRunError(
      isPage
        ? `no Compute service at ${url}: ${flavors.url} returned an HTML page (200)`
        : `no Compute service at ${url}: GET / returned ${root.status}, ${flavors.url} returned ${status}${redirectNote(flavors)}`,
    )
  if (status === 404) checkMissing(compute, versions, flavors, others)
  return { ...found, compute }
}
