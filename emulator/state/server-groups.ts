/** Servers that shall be near to each other, or far. */
export interface ServerGroup {
  readonly id: string
  readonly name: string
  readonly tenantId: string
  readonly policy: 'affinity' | 'anti-affinity'
  members: readonly string[]
}

/** The policies there are; Nova's soft ones come with a later microversion. */
export const groupPolicies = ['anti-affinity', 'affinity'] as const
