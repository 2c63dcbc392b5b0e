/** Kinds of resources that a run creates, in the order in which a report counts them. */
export const resourceKinds = ['server', 'keypair', 'image', 'volume', 'port'] as const
export type ResourceKind = (typeof resourceKinds)[number]

export const journalEvents = ['intent', 'created', 'removed', 'refused'] as const
export type JournalEvent = (typeof journalEvents)[number]

/**
 * One line of the resource journal. A create is recorded before it is sent (`intent`), then with its id (`created`) or as
 * rejected (`refused`); `removed` is recorded once the resource is known to be gone.
 */
export interface JournalEntry {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly event: JournalEvent
  readonly kind: ResourceKind
  /** The same for the intent and for everything that became of it. */
  readonly ref: number
  readonly name?: string
  readonly id?: string
  /** URL that a DELETE removes the resource with; tells resources of the same `ref` apart. */
  readonly url?: string
  /** A shell line that removes it. */
  readonly remove?: string
}
