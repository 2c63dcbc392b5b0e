import type { KnownValue } from './attribute-memory.ts'
import type { Contradiction, ObservedCall } from './observation.ts'
import { textAt } from './read-attribute.ts'

/**
 * The security groups that accepted requests have removed from any server of the run. If a target removes one from other servers, too, no
 * request about those is the cause.
 */
export class RemovedGroups {
  /** Name → the exchange of the last removal. */
  readonly #exchanges = new Map<string, number>()

  record({ kind, request }: ObservedCall, exchange: number): void {
    const name = kind === 'actOnServer removeSecurityGroup' ? textAt(request, 'removeSecurityGroup/name') : undefined
    if (name !== undefined) this.#exchanges.set(name, exchange)
  }

  /** Tells whether a server lacks only groups that have been removed from some server since it showed them. `known`: the groups before. */
  mayExplain(known: KnownValue | undefined, { actual }: Pick<Contradiction, 'actual'>): boolean {
    if (known === undefined) return false
    const shown = actual.split(', ')
    const lost = known.text.split(', ').filter((group) => !shown.includes(group))
    return lost.length > 0 && lost.every((group) => (this.#exchanges.get(group) ?? 0) > known.exchange)
  }
}
