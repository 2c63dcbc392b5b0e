import type { RequirementId } from '#model'
import type { AttributeRule } from './attribute-rule.ts'
import { type Contradiction, exchangeName, type ObservedCall } from './observation.ts'

interface DeniedRequest {
  readonly requirement: RequirementId
  readonly request: unknown
  readonly exchange: number
  /** The kinds of rejected requests of the own tenant since, which may have an effect, too. */
  readonly rejectedSince: Set<string>
}

/**
 * The requests about one server that were rejected because their sender has no access to it. If one has an effect nevertheless, the
 * requirement that denies access is violated, not the one about what it changed.
 */
export class DeniedRequests {
  /** Kind → the last such request. */
  readonly #requests = new Map<string, DeniedRequest>()

  record({ kind, request, deniedBy }: ObservedCall, exchange: number): void {
    if (deniedBy !== undefined)
      this.#requests.set(kind, { requirement: deniedBy, request, exchange, rejectedSince: new Set() })
  }

  /** Forgets all requests, because another one may have the same effect. */
  clear(): void {
    this.#requests.clear()
  }

  /** Records a request of the own tenant that was rejected. */
  recordRejected(kind: string): void {
    for (const { rejectedSince } of this.#requests.values()) rejectedSince.add(kind)
  }

  /** Turns a contradiction into one of the denied request whose effect the description shows, if there is one. */
  blameForChange(contradiction: Contradiction, rule: AttributeRule, description: unknown): Contradiction | undefined {
    const shown = rule.read(description)
    for (const [kind, { requirement, request, exchange, rejectedSince }] of this.#requests) {
      const isEffect = shown !== undefined && rule.isEffect?.(shown, kind, request) === true
      if (!isEffect || rule.changedBy?.includes(kind) !== true) continue
      if (rule.changedBy.some((other) => rejectedSince.has(other))) continue
      const message = `${rule.at} shows the effect of ${kind} without access, which was rejected (${exchangeName(exchange)}).`
      return { ...contradiction, requirement, message }
    }
    return undefined
  }

  /** Turns a contradiction about a missing resource into one of the denied request to delete it, if there was one. */
  blameForDeletion(contradiction: Contradiction): Contradiction {
    const denied = this.#requests.get('deleteServer')
    if (denied === undefined || denied.rejectedSince.has('deleteServer')) return contradiction
    const message = `A server is not found after a deletion without access, which was rejected (${exchangeName(denied.exchange)}).`
    return { ...contradiction, requirement: denied.requirement, message }
  }
}
