import type { Environment } from '#engine/input'
import { registerSecrets } from '#harness/core'
import { resolveConnection } from './auth/resolve-connection.ts'
import { authenticate } from './auth/sign-in.ts'
import { readConfig } from './config/read-config.ts'
import { createHttpClient } from './http-client.ts'
import type { TargetOptions } from './target-options.ts'

/**
 * The token that a run with these options would use: the given one, or a new one of the identity service. Nothing but the sign-in is
 * sent. Errors as for `resolveTarget`.
 */
export async function obtainToken(
  options: TargetOptions,
  environment: Environment,
  warn: (line: string) => void,
): Promise<string> {
  const config = options.config === undefined ? {} : readConfig(options.config, environment)
  const connection = resolveConnection(options, config, environment, warn)
  const { password, application } = connection.credentials
  registerSecrets(password, application?.secret)
  const http = createHttpClient(connection)
  try {
    return (await authenticate(http, connection, false, warn)).token
  } finally {
    await http.close()
  }
}
