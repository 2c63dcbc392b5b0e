import { operationsUrl, type TargetResources, type TargetServices } from '#model'
import type { ComputeEndpoint } from '../endpoint/compute-endpoint.ts'
import type { HttpClient } from '../http-client.ts'

/** The inputs of discovery. */
export interface DiscoveryContext {
  readonly http: HttpClient
  readonly compute: ComputeEndpoint
  readonly token: string
  readonly profile: string
  readonly services: TargetServices
  /** The configured resources, which are not searched for. */
  readonly configured: TargetResources
}

/** The resources that were found, and the settings to configure for those that were not. */
export interface Discovered {
  readonly resources: TargetResources
  readonly notFound: Readonly<Partial<Record<keyof TargetResources, string>>>
}

/** Returns the JSON of the first URL that returns 200; undefined when none does. Never throws. */
export async function getFirst(
  { http, token }: DiscoveryContext,
  ...urls: readonly (string | undefined)[]
): Promise<unknown> {
  for (const url of urls) {
    if (url === undefined) continue
    const response = await http.get(url, { 'x-auth-token': token }).catch(() => undefined)
    if (response?.status === 200 && response.json !== undefined) return response.json
  }
  return undefined
}

/** Returns the URL of a path of the Compute service, below the tenant. */
export const computePath = ({ compute }: DiscoveryContext, path: string): string => `${operationsUrl(compute)}${path}`

/** Returns the URL of a path of a companion service; undefined when the target has no such service. */
export const serviceUrl = (service: string | undefined, path: string): string | undefined =>
  service === undefined ? undefined : `${service}${path}`
