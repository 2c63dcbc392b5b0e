/** Servers in a state that a test prefers but does not need. */

/** A state that a server can be brought to by documented requests. */
import type { ComputeClient, LeasedServer, ServerRequirements } from '#harness'
import { orNone } from './or-none.ts'

export type RestState = NonNullable<ServerRequirements['state']>

interface ServerProvider {
  server(requirements: ServerRequirements): Promise<LeasedServer>
  cleanUp(): Promise<void>
}

/** The fixtures of a test that leases servers. */
export interface ServerContext {
  readonly given: Pick<ServerProvider, 'server'> & { scope(compute: ComputeClient): ServerProvider }
  readonly compute: ComputeClient
}

/** Returns an exclusive server in the given state, or undefined where none can be brought to it. */
export async function serverIfPossible({ given, compute }: ServerContext, state: RestState) {
  const scope = given.scope(compute)
  const server = await orNone(scope.server({ exclusive: true, state }))
  if (!server) await scope.cleanUp()
  return server
}

/** Returns an exclusive server in the given state, or an ACTIVE one where none can be brought to it. */
export const preferredServer = async (ctx: ServerContext, state: RestState): Promise<LeasedServer> =>
  (state === 'ACTIVE' ? undefined : await serverIfPossible(ctx, state)) ?? ctx.given.server({ exclusive: true })
