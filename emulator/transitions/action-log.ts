import type { User } from '../state/accounts.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'

/** More than this is forgotten, the oldest first. */
const longest = 100

/** Who asked for something, in which request. */
interface Asker {
  readonly cloud: CloudState
  readonly user: User
  readonly requestId: string
}

/** Keeps what a server was told to do, for `os-instance-actions`. */
export function logAction({ cloud, user, requestId }: Asker, server: Server, action: string): void {
  const entry = { action, requestId, userId: user.id, startedAt: cloud.clock.now() }
  server.history = [...server.history.slice(1 - longest), entry]
}
