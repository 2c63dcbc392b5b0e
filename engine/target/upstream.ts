import { UsageError } from '#engine/errors'
import type { Environment } from '#engine/input'
import type { ConnectionOptions } from '#harness/core'
import { resolveConnection } from './auth/resolve-connection.ts'
import type { TargetOptions } from './target-options.ts'

/** The target of a proxy. */
export interface UpstreamTarget {
  /** The URL of the target, or of the identity service whose catalog contains the target. */
  readonly url: string
  readonly connection: ConnectionOptions
}

/**
 * Determines the target of a proxy from --target, --os-cloud or the environment. Nothing is sent to it.
 * @throws UsageError when no option or variable names a target
 */
export function resolveUpstream(options: TargetOptions, environment: Environment): UpstreamTarget {
  const { url, credentials, tls, proxy } = resolveConnection(options, {}, environment, () => undefined)
  const target = url ?? credentials.authUrl
  if (target === undefined || !/^https?:/i.test(target) || !URL.canParse(target))
    throw new UsageError(target === undefined ? 'there is no target' : `${target}: no URL`, {
      hint: 'Give --target http://host:port or --os-cloud NAME.',
    })
  return { url: target, connection: { ...(tls && { tls }), ...(proxy && { proxy }) } }
}
