import { InconclusiveRunError } from '../errors.ts'
import type { ComputeEndpoint } from './endpoint/compute-endpoint.ts'
import { type HttpClient, type HttpResponse, redirectNote } from './http-client.ts'
import { at, listAt, textAt } from './json.ts'

/** Milliseconds: a target that is not there should be known within ten seconds. */
const rootPatience = 9_000

export interface Preflight {
  /** Whether `GET /` answers at all: some services hide it. */
  readonly root: boolean
  /** The ids that the root lists. */
  readonly versions: readonly string[]
}

/** The message of an error body, whatever its envelope is called. */
function words({ json }: HttpResponse): string {
  const members = typeof json === 'object' && json !== null ? Object.values(json) : []
  const message = members.map((member) => textAt(member, 'message')).find((text) => text !== undefined)
  return message === undefined ? '' : `: ${message.slice(0, 300)}`
}

/**
 * One call without a token and one with it, before anything is made. Throws InconclusiveRunError when the target does not answer,
 * refuses the token or the tenant, or nothing like a Compute service is there. Any other flaw is left to the suites.
 */
export async function preflight(
  web: HttpClient,
  { url, computeUrl, tenant }: ComputeEndpoint,
  token: string,
): Promise<Preflight> {
  const root = await web.get(`${url}/`, {}, rootPatience)
  const flavors = await web.get(`${computeUrl}/${encodeURIComponent(tenant)}/flavors`, { 'x-auth-token': token })
  const { status } = flavors
  if (status === 401)
    throw new InconclusiveRunError(`the target refuses the token (401) at ${flavors.url}${words(flavors)}`)
  if (status === 400 || status === 403)
    throw new InconclusiveRunError(`the target refuses this token for tenant ${tenant} (${status})${words(flavors)}`)
  const lists = Array.isArray(at(root.json, 'versions'))
  if (status !== 200 && !lists)
    throw new InconclusiveRunError(
      `no Compute service at ${url}: GET / answers ${root.status}, ${flavors.url} answers ${status}${redirectNote(flavors)}`,
    )
  return {
    root: root.status !== 404,
    versions: listAt(root.json, 'versions').flatMap((version) => textAt(version, 'id') ?? []),
  }
}
