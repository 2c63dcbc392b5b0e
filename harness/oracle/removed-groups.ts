import type { AttributeRule } from './attribute-rule.ts'
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

  /** Tells whether a server lacks only groups that have been removed from some server since a response showed them. */
  mayExplain({ expected, actual }: Contradiction, { at }: Pick<AttributeRule, 'at'>): boolean {
    if (at !== 'security_groups') return false
    const [, earlier = '', exchange] = /^(.*) \(exchange (\d+)\)$/.exec(expected) ?? []
    const shown = actual.split(', ')
    const lost = earlier.split(', ').filter((group) => !shown.includes(group))
    return lost.length > 0 && lost.every((group) => (this.#exchanges.get(group) ?? 0) > Number(exchange))
  }
}
