/** Kinds of resources that a run creates, in the order in which reports list them. */
export const resourceKinds = ['server', 'keypair', 'server-group', 'image', 'volume', 'port'] as const
export type ResourceKind = (typeof resourceKinds)[number]

/** Events of the journal. `refused` is the wire name for a rejected create. */
export const journalEvents = ['intent', 'created', 'removed', 'refused'] as const
export type JournalEvent = (typeof journalEvents)[number]

/** The resources that a request which has to be rejected would create if the target accepted it. Sizes in GB. */
export interface CostRisk {
  readonly servers: number
  readonly volumes: number
  readonly gigabytes: number
  readonly largestVolume: number
}

/**
 * One line of the resource journal. A create is recorded before it is sent (`intent`), then with its id (`created`; without one when
 * none could be read) or as rejected (`refused`); `removed` is recorded once the resource no longer exists.
 */
export interface JournalEntry {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly event: JournalEvent
  readonly kind: ResourceKind
  /** Connects the events of one create request. */
  readonly ref: number
  readonly name?: string
  readonly id?: string
  /**
   * URL for the DELETE request. It distinguishes the resources of one `ref`: a single create can make several servers.
   */
  readonly url?: string
  /** A shell command that deletes it. */
  readonly remove?: string
  /** On the `intent` of a request that the target has to reject. */
  readonly risk?: CostRisk
}
