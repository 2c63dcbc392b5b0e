import type { RequirementId } from '#model'
import { type Contradiction, isReading, type ObservedResponse } from '../oracle/observation.ts'
import { Oracle } from '../oracle/oracle.ts'
import { textAt } from '../oracle/read-attribute.ts'
import { isRejected, type TrafficCall } from './rules/traffic-rule.ts'
import { TenantRules } from './tenant-rules.ts'

/** Tenants that are remembered; the one that was used least recently is forgotten. */
const maxTenants = 1_000

/** Statuses that no documented request leads to. */
const operatorStatuses = new Set(['PAUSED', 'SUSPENDED', 'RESCUE', 'RESCUED', 'REBUILD', 'MIGRATING', 'PASSWORD'])

/**
 * The requirement that the oracle reports when a server changes its status although no action was sent for it. It is ignored in traffic:
 * a server that does not belong to a run may shut itself down, or another client may change it.
 */
const unrequestedStatus: RequirementId = 'servers.state.legal-transitions'

interface ObservedTenant {
  readonly oracle: Oracle
  readonly rules: TenantRules
}

/** An oracle and rules for each tenant, since a tenant sees nothing of another one. */
export class TenantOracles {
  readonly #graceMs: number
  readonly #tenants = new Map<string, ObservedTenant>()

  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  /** `scope`: the endpoint's root and the tenant; where the URL names none, the token instead. */
  #of(scope: string): ObservedTenant {
    const graceMs = this.#graceMs
    const tenant = this.#tenants.get(scope) ?? { oracle: new Oracle(graceMs), rules: new TenantRules(graceMs) }
    this.#tenants.delete(scope)
    this.#tenants.set(scope, tenant)
    const [oldest] = this.#tenants.keys()
    if (this.#tenants.size > maxTenants && oldest !== undefined) this.#tenants.delete(oldest)
    return tenant
  }

  /** A call is about to be sent: from now on its effect may show. */
  begin(scope: string, call: TrafficCall): void {
    const { oracle, rules } = this.#of(scope)
    oracle.begin(call)
    rules.begin(call)
  }

  observe(scope: string, call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    if (!isRejected(response)) this.#forgetElsewhere(scope, call)
    // An operator may have done what no request of a client does.
    if (call.operation === 'showServer' && operatorStatuses.has(textAt(response.body, 'server/status') ?? '')) {
      this.forget(call.resource ?? '')
      return []
    }
    const { oracle, rules } = this.#of(scope)
    const found = oracle.observe(call, response).filter(({ requirement }) => requirement !== unrequestedStatus)
    return [...found, ...rules.observe(call, response)]
  }

  /** The effect of the call is unknown. */
  abandon(scope: string, call: TrafficCall, now: number): void {
    this.#forgetElsewhere(scope, call)
    const { oracle, rules } = this.#of(scope)
    oracle.abandon(call, now)
    rules.abandon(call)
  }

  /** A resource of any tenant was changed in a way that the oracles do not see. */
  forget(resource: string): void {
    for (const tenant of this.#tenants.values()) forgetIn(tenant, resource)
  }

  /** Two tokens may belong to the same tenant: what one of them changes, the oracle of the other forgets. */
  #forgetElsewhere(scope: string, { resource, operation }: TrafficCall): void {
    if (resource === undefined || isReading(operation)) return
    for (const [other, tenant] of this.#tenants) if (other !== scope) forgetIn(tenant, resource)
  }
}

function forgetIn({ oracle, rules }: ObservedTenant, resource: string): void {
  oracle.forget(resource)
  rules.forget(resource)
}
