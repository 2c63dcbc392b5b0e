import { InconclusiveRunError } from '#engine/errors'
import { at, isObject, listAt, textAt } from '#engine/input'
import type { ComputeEndpoint } from './endpoint/compute-endpoint.ts'
import { type HttpClient, type HttpResponse, redirectNote } from './http-client.ts'

/** Milliseconds: a missing target is reported within ten seconds. */
const rootTimeout = 9_000

export interface Preflight {
  /** Whether `GET /` exists; some services hide it. */
  readonly root: boolean
  /** The version ids that the root lists. */
  readonly versions: readonly string[]
}

/** The message of an error body, whatever its outer key is, as the end of a sentence. */
function errorMessage({ json }: HttpResponse): string {
  const members = isObject(json) ? Object.values(json) : []
  const message = members.map((member) => textAt(member, 'message')).find((text) => text !== undefined)
  return message === undefined ? '' : `: ${message.slice(0, 300)}`
}

/**
 * One request without the token and one with it, before anything is created. Throws an InconclusiveRunError when the target does
 * not respond, rejects the token or the tenant, or is not a Compute service. Any other defect is left to the suites.
 */
export async function preflight(
  http: HttpClient,
  { url, computeUrl, tenant }: ComputeEndpoint,
  token: string,
): Promise<Preflight> {
  const root = await http.get(`${url}/`, {}, rootTimeout)
  const flavors = await http.get(`${computeUrl}/${encodeURIComponent(tenant)}/flavors`, { 'x-auth-token': token })
  const { status } = flavors
  if (status === 401)
    throw new InconclusiveRunError(`the target rejected the token (401) at ${flavors.url}${errorMessage(flavors)}`)
  if (status === 400 || status === 403)
    throw new InconclusiveRunError(
      `the target rejected the token for tenant ${tenant} (${status})${errorMessage(flavors)}`,
    )
  const listsVersions = Array.isArray(at(root.json, 'versions'))
  if (status !== 200 && !listsVersions)
    throw new InconclusiveRunError(
      `no Compute service at ${url}: GET / returned ${root.status}, ${flavors.url} returned ${status}${redirectNote(flavors)}`,
    )
  return {
    root: root.status !== 404,
    versions: listAt(root.json, 'versions').flatMap((version) => textAt(version, 'id') ?? []),
  }
}
