/**
 * The whole state of an emulator that determines its responses, as JSON. An emulator of the same format restores it; what it contains is
 * internal to that format.
 */
export interface Snapshot {
  readonly format: number
  readonly [member: string]: unknown
}
