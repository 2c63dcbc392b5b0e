import type { User } from '../state/accounts.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { Server } from '../state/servers.ts'

/** The number of actions that are kept for a server; older ones are dropped. */
const mostEntries = 100

/** The request for an action, and its user. */
interface ActionRequest {
  readonly cloud: CloudState
  readonly user: User
  readonly requestId: string
}

/** Records a requested action for `os-instance-actions`. */
export function logAction({ cloud, user, requestId }: ActionRequest, server: Server, action: string): void {
  const entry = { action, requestId, userId: user.id, startedAt: cloud.clock.now() }
  server.history = [...server.history.slice(1 - mostEntries), entry]
}
