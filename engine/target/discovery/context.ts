import type { TargetResources, TargetServices } from '#model'

import type { ConfigResources } from '../config/config.ts'
import type { ComputeEndpoint } from '../endpoint/compute-endpoint.ts'
import type { HttpClient } from '../http-client.ts'

/** What discovery looks at. */
export interface DiscoveryContext {
  readonly web: HttpClient
  readonly compute: ComputeEndpoint
  readonly token: string
  readonly profile: string
  readonly services: TargetServices
  /** What is configured, which is not looked for. */
  readonly given: ConfigResources
}

/** What was found, and for what was not, what to configure. */
export interface Discovered {
  readonly resources: TargetResources
  readonly notFound: Readonly<Partial<Record<keyof TargetResources, string>>>
}

/** The JSON of the first of the URLs that answers 200; undefined when none does. Never throws. */
export async function getFirst(
  { web, token }: DiscoveryContext,
  ...urls: readonly (string | undefined)[]
): Promise<unknown> {
  for (const url of urls) {
    if (url === undefined) continue
    const response = await web.get(url, { 'x-auth-token': token }).catch(() => undefined)
    if (response?.status === 200 && response.json !== undefined) return response.json
  }
  return undefined
}

/** A path of the Compute service, under the tenant. */
export const computePath = ({ compute }: DiscoveryContext, path: string): string =>
  `${compute.computeUrl}/${encodeURIComponent(compute.tenant)}${path}`

/** A path of a companion service; undefined when there is no such service. */
export const serviceUrl = (service: string | undefined, path: string): string | undefined =>
  service === undefined ? undefined : `${service}${path}`
