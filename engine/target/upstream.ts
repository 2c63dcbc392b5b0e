import { UsageError } from '#engine/errors'
import type { Environment } from '#engine/input'
import type { ConnectionOptions } from '#harness/core'
import { resolveConnection } from './auth/resolve-connection.ts'
import { parseHttpUrl, targetUrlLabel } from './endpoint/endpoint.ts'
import type { TargetOptions } from './target-options.ts'

/** The target of a proxy. */
export interface UpstreamTarget {
  /** The URL of the target, or of the identity service whose catalog contains the target. */
  readonly url: string
  readonly connection: ConnectionOptions
}

/**
 * Determines the target of a proxy from --target, --os-cloud or the environment. Nothing is sent to it.
 * @throws UsageError when no option or variable names a target, and for anything but an http or https URL
 */
export function resolveUpstream(options: TargetOptions, environment: Environment): UpstreamTarget {
  const { url, source, credentials, tls, proxy } = resolveConnection(options, {}, environment, () => undefined)
  const target = url ?? credentials.authUrl
  if (target === undefined)
    throw new UsageError('no target given', { hint: 'Use --target http://host:port or --os-cloud NAME.' })
  parseHttpUrl(target, url === undefined ? `authUrl of ${source}` : targetUrlLabel)
  return { url: target, connection: { ...(tls && { tls }), ...(proxy && { proxy }) } }
}
