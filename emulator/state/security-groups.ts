import type { Random } from '../random.ts'
import { ObservableMap } from './observable-map.ts'

export interface SecurityGroup {
  readonly id: string
  name: string
  description: string
  readonly tenantId: string
}

export interface SecurityRule {
  readonly id: string
  readonly groupId: string
  readonly tenantId: string
  readonly direction: 'ingress' | 'egress'
  readonly ethertype: 'IPv4' | 'IPv6'
  /** null: any. */
  readonly protocol: string | null
  readonly portMin: number | null
  readonly portMax: number | null
  readonly remotePrefix: string | null
  readonly remoteGroupId: string | null
}

/** The security groups of all tenants and their rules. The emulator has no traffic to filter. */
export class SecurityGroups {
  readonly groups = new ObservableMap<SecurityGroup>()
  readonly rules = new ObservableMap<SecurityRule>()
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  /** Adds a group that allows all egress. The default group also allows ingress from its own members. */
  add(tenantId: string, name: string, description: string): SecurityGroup {
    const group = { id: this.#random.uuid(), name, description, tenantId }
    this.groups.set(group.id, group)
    for (const ethertype of ['IPv4', 'IPv6'] as const) {
      this.addRule(group, { direction: 'egress', ethertype })
      if (name === 'default') this.addRule(group, { direction: 'ingress', ethertype, remoteGroupId: group.id })
    }
    return group
  }

  addRule(
    group: SecurityGroup,
    rule: Partial<SecurityRule> & Pick<SecurityRule, 'direction' | 'ethertype'>,
  ): SecurityRule {
    const defaults = { protocol: null, portMin: null, portMax: null, remotePrefix: null, remoteGroupId: null }
    const added = { ...defaults, ...rule, id: this.#random.uuid(), groupId: group.id, tenantId: group.tenantId }
    this.rules.set(added.id, added)
    return added
  }

  /** Removes a group, its rules, and the rules of other groups that refer to it. */
  remove(group: SecurityGroup): void {
    for (const rule of this.rules.values()) {
      if (rule.groupId === group.id || rule.remoteGroupId === group.id) this.rules.delete(rule.id)
    }
    this.groups.delete(group.id)
  }

  rulesOf({ id }: SecurityGroup): readonly SecurityRule[] {
    return [...this.rules.values()].filter(({ groupId }) => groupId === id)
  }

  /** Returns the tenant's groups with this name or id. Names are not unique. */
  find(tenantId: string, nameOrId: string): SecurityGroup[] {
    const own = [...this.groups.values()].filter((group) => group.tenantId === tenantId)
    const byId = own.filter((group) => group.id === nameOrId)
    return byId.length > 0 ? byId : own.filter((group) => group.name === nameOrId)
  }
}
