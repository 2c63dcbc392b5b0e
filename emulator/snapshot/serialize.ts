import type { ActiveFaultRule } from '../fault-injection/request-fault-rules.ts'
import type { Token } from '../state/accounts.ts'
import type { Server } from '../state/servers.ts'
import type { SnapshotContent } from './schema.ts'

/** Returns a server with its flavors replaced by their ids. */
export function serializeServer({ flavor, beforeResize, ...server }: Server): SnapshotContent['servers'][number] {
  return {
    ...server,
    flavor: flavor.id,
    beforeResize: beforeResize && { ...beforeResize, flavor: beforeResize.flavor.id },
  }
}

/** Returns a token with its user replaced by the user's id. */
export function serializeToken({ user, ...token }: Token): SnapshotContent['tokens'][number] {
  return { ...token, userId: user.id }
}

/** Returns a fault rule and how many requests it has matched. */
export function serializeFaultRule({ injection, met }: ActiveFaultRule): SnapshotContent['faultRules'][number] {
  return { rule: injection, matched: met }
}
