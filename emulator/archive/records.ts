import type { Server } from '../state/servers.ts'
import type { Token } from '../state/tenants.ts'
import type { Archive } from './format.ts'

/** A server as an archive has it: its flavors by their ids. */
export function serverRecord({ flavor, beforeResize, ...server }: Server): Archive['servers'][number] {
  return {
    ...server,
    flavor: flavor.id,
    beforeResize: beforeResize && { ...beforeResize, flavor: beforeResize.flavor.id },
  }
}

/** A token as an archive has it: its user by the id. */
export function tokenRecord({ user, ...token }: Token): Archive['tokens'][number] {
  return { ...token, user: user.id }
}

/** Things that are written down as they are. */
export function copies<Item extends object>(items: Iterable<Item>): Item[] {
  return Array.from(items, (item) => ({ ...item }))
}
