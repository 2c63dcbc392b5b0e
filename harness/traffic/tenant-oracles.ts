import { type Contradiction, isReading, type ObservedCall, type ObservedResponse } from '../oracle/observation.ts'
import { Oracle } from '../oracle/oracle.ts'
import { MissingResources } from './missing-resources.ts'

/** Tenants that are remembered; the one that was used least recently is forgotten. */
const maxTenants = 1_000

/** An oracle for each tenant, since a tenant sees nothing of another one. */
export class TenantOracles {
  readonly #graceMs: number
  readonly #oracles = new Map<string, Oracle>()
  readonly #missing = new MissingResources()

  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  /** `scope`: the endpoint's root and the tenant; where the URL names none, the token instead. */
  of(scope: string): Oracle {
    const oracle = this.#oracles.get(scope) ?? new Oracle(this.#graceMs)
    this.#oracles.delete(scope)
    this.#oracles.set(scope, oracle)
    const [oldest] = this.#oracles.keys()
    if (this.#oracles.size > maxTenants && oldest !== undefined) this.#oracles.delete(oldest)
    return oracle
  }

  observe(scope: string, call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    this.#forgetElsewhere(scope, call)
    return this.#missing.holdBack(scope, call, response, this.of(scope).observe(call, response))
  }

  /** The effect of the call is unknown. */
  abandon(scope: string, call: ObservedCall, now: number): void {
    this.#forgetElsewhere(scope, call)
    this.of(scope).abandon(call, now)
  }

  /** A resource of any tenant was changed in a way that the oracles do not see. */
  forget(resource: string): void {
    for (const oracle of this.#oracles.values()) oracle.forget(resource)
  }

  /** Two tokens may belong to the same tenant: what one of them changes, the oracle of the other forgets. */
  #forgetElsewhere(scope: string, { resource, operation }: ObservedCall): void {
    if (resource === undefined || isReading(operation)) return
    for (const [other, oracle] of this.#oracles) if (other !== scope) oracle.forget(resource)
  }
}
