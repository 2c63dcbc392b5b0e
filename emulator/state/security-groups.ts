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

/** The groups of all tenants and the rules in them. Nothing is filtered: there is no traffic. */
export class SecurityGroups {
  readonly groups = new ObservableMap<SecurityGroup>()
  readonly rules = new ObservableMap<SecurityRule>()
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  /** A new group lets everything out; the default one also lets its own members in. */
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
    const blank = { protocol: null, portMin: null, portMax: null, remotePrefix: null, remoteGroupId: null }
    const added = { ...blank, ...rule, id: this.#random.uuid(), groupId: group.id, tenantId: group.tenantId }
    this.rules.set(added.id, added)
    return added
  }

  /** With its rules, and those of other groups that speak of it. */
  remove(group: SecurityGroup): void {
    for (const rule of this.rules.values()) {
      if (rule.groupId === group.id || rule.remoteGroupId === group.id) this.rules.delete(rule.id)
    }
    this.groups.delete(group.id)
  }

  rulesOf({ id }: SecurityGroup): readonly SecurityRule[] {
    return [...this.rules.values()].filter(({ groupId }) => groupId === id)
  }

  /** The tenant's groups with this name or id; a name need not be unique. */
  find(tenantId: string, nameOrId: string): SecurityGroup[] {
    const own = [...this.groups.values()].filter((group) => group.tenantId === tenantId)
    const byId = own.filter((group) => group.id === nameOrId)
    return byId.length > 0 ? byId : own.filter((group) => group.name === nameOrId)
  }
}
