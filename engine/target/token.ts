import { UsageError } from '#engine/errors'
import type { Environment } from '#engine/input'
import { registerSecrets } from '#harness/core'
import { secondTenant } from './auth/other-tenant.ts'
import { resolveConnection } from './auth/resolve-connection.ts'
import { authenticate } from './auth/sign-in.ts'
import { readConfig } from './config/read-config.ts'
import { createHttpClient } from './http-client.ts'
import type { TargetOptions } from './target-options.ts'

export interface TokenOptions extends TargetOptions {
  /** True for the token of the second tenant. */
  readonly other?: boolean | undefined
}

/**
 * Returns the token that a run with these options would use: the given one, or a new one of the identity service. Only the sign-in is sent.
 * Errors as for `resolveTarget`.
 */
export async function obtainToken(
  options: TokenOptions,
  environment: Environment,
  warn: (line: string) => void,
): Promise<string> {
  const config = options.config === undefined ? {} : readConfig(options.config, environment)
  const connection = resolveConnection(options, config, environment, warn)
  const { password, application } = connection.credentials
  registerSecrets(password, application?.secret)
  const http = createHttpClient(connection)
  try {
    if (options.other === true) {
      const second = await secondTenant(http, config.other, connection)
      if (second === undefined)
        throw new UsageError('no second tenant is configured', {
          hint: 'Set other.tenant, and other.token or other.username and other.password, in the file for --config.',
        })
      return second.token
    }
    return (await authenticate(http, connection, false, warn)).token
  } finally {
    await http.close()
  }
}
