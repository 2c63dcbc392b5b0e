import type { Token } from '../state/accounts.ts'
import type { Server } from '../state/servers.ts'
import type { Snapshot } from './schema.ts'

/** A server as an archive has it: its flavors by their ids. */
export function serverRecord({ flavor, beforeResize, ...server }: Server): Snapshot['servers'][number] {
  return {
    ...server,
    flavor: flavor.id,
    beforeResize: beforeResize && { ...beforeResize, flavor: beforeResize.flavor.id },
  }
}

/** A token as an archive has it: its user by the id. */
export function tokenRecord({ user, ...token }: Token): Snapshot['tokens'][number] {
  return { ...token, user: user.id }
}

/** Things that are written down as they are. */
export function copies<Item extends object>(items: Iterable<Item>): Item[] {
  return Array.from(items, (item) => ({ ...item }))
}
