import QuickLRU from 'quick-lru'
import type { RequirementId } from '#model'
import { type Contradiction, isReading, type ObservedResponse } from '../oracle/observation.ts'
import { Oracle } from '../oracle/oracle.ts'
import { textAt } from '../oracle/read-attribute.ts'
import { isRejected, type TrafficCall } from './rules/traffic-rule.ts'
import { TenantRules } from './tenant-rules.ts'

/** How many tenants are remembered; beyond that, the least recently used one is forgotten. */
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

/** Compares the exchanges of each tenant with a separate oracle and separate rules: a tenant cannot see the resources of another one. */
export class TenantOracles {
  readonly #graceMs: number
  readonly #tenants = new QuickLRU<string, ObservedTenant>({ maxSize: maxTenants })

  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  /** Returns the oracle and rules of a tenant. `scope`: the endpoint's root and the tenant, or the token if the URL names no tenant. */
  #of(scope: string): ObservedTenant {
    const graceMs = this.#graceMs
    const tenant = this.#tenants.get(scope) ?? { oracle: new Oracle(graceMs), rules: new TenantRules(graceMs) }
    this.#tenants.set(scope, tenant)
    return tenant
  }

  /** Records that a call is about to be sent: from now on its effect may be visible. */
  begin(scope: string, call: TrafficCall): void {
    const { oracle, rules } = this.#of(scope)
    oracle.begin(call)
    rules.begin(call)
  }

  observe(scope: string, call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    if (!isRejected(response)) this.#forgetElsewhere(scope, call)
    // An operator may have changed the server in ways that no request of a client can.
    if (call.operation === 'showServer' && operatorStatuses.has(textAt(response.body, 'server/status') ?? '')) {
      this.forget(call.resource ?? '')
      return []
    }
    const { oracle, rules } = this.#of(scope)
    const found = oracle.observe(call, response).filter(({ requirement }) => requirement !== unrequestedStatus)
    return [...found, ...rules.observe(call, response)]
  }

  /** Records that the effect of the call is unknown. */
  abandon(scope: string, call: TrafficCall, now: number): void {
    this.#forgetElsewhere(scope, call)
    const { oracle, rules } = this.#of(scope)
    oracle.abandon(call, now)
    rules.abandon(call)
  }

  /** Stops comparing a resource of any tenant, because it was changed in an unknown way. */
  forget(resource: string): void {
    for (const tenant of this.#tenants.values()) forgetIn(tenant, resource)
  }

  /** Stops comparing a changed resource for all other scopes: two tokens may belong to the same tenant. */
  #forgetElsewhere(scope: string, { resource, operation }: TrafficCall): void {
    if (resource === undefined || isReading(operation)) return
    for (const [other, tenant] of this.#tenants) if (other !== scope) forgetIn(tenant, resource)
  }
}

function forgetIn({ oracle, rules }: ObservedTenant, resource: string): void {
  oracle.forget(resource)
  rules.forget(resource)
}
