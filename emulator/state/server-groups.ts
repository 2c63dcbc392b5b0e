/** Servers to schedule on the same host (affinity) or on different hosts (anti-affinity). */
export interface ServerGroup {
  readonly id: string
  readonly name: string
  readonly tenantId: string
  readonly policy: 'affinity' | 'anti-affinity'
  members: readonly string[]
}

/** Nova's soft policies need a later microversion. */
export const groupPolicies = ['anti-affinity', 'affinity'] as const
