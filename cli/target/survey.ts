import type { TargetResources, TargetServices } from '#harness/client'
import type { ConfigResources } from '../config/config.ts'
import type { Compute } from './compute-endpoint.ts'
import type { Web } from './web.ts'

/** What discovery looks at. */
export interface Survey {
  readonly web: Web
  readonly compute: Compute
  readonly token: string
  readonly profile: string
  readonly services: TargetServices
  /** What is configured, which is not looked for. */
  readonly given: ConfigResources
}

/** What was found, and for what was not, what to configure. */
export interface Found {
  readonly resources: TargetResources
  readonly notFound: Readonly<Partial<Record<keyof TargetResources, string>>>
}

/** The JSON of the first of the URLs that answers 200; undefined when none does. Never throws. */
export async function firstOf({ web, token }: Survey, ...urls: readonly (string | undefined)[]): Promise<unknown> {
  for (const url of urls) {
    if (url === undefined) continue
    const answer = await web.get(url, { 'x-auth-token': token }).catch(() => undefined)
    if (answer?.status === 200 && answer.json !== undefined) return answer.json
  }
  return undefined
}

/** A path of the Compute service, under the tenant. */
export const computePath = ({ compute }: Survey, path: string): string =>
  `${compute.computeUrl}/${encodeURIComponent(compute.tenant)}${path}`

/** A path of a companion service; undefined when there is no such service. */
export const under = (service: string | undefined, path: string): string | undefined =>
  service === undefined ? undefined : `${service}${path}`
