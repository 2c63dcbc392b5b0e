import type { RequestViolation } from '#contract'
import type { Contradiction, ObservedCall, ObservedResponse } from '../../oracle/observation.ts'

/** A call in observed traffic, with the parameters of its path. */
export interface TrafficCall extends ObservedCall {
  readonly parameters: Readonly<Record<string, string>>
  /** The violations of the description in the request's body. */
  readonly violations: readonly RequestViolation[]
}

/**
 * Compares the exchanges of one tenant with each other. `observe` gets only calls with a valid token of the tenant, and no invalid request
 * that the target accepted, because its effect is not known.
 */
export interface TrafficRule {
  /** Records that a call is about to be sent. */
  begin?(call: TrafficCall): void
  /** Compares a response with earlier ones, and records it. */
  observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[]
  /** Records that a call begun before has ended and its response is not compared. */
  cancel?(call: TrafficCall): void
  /** Stops comparing a resource, because it was changed in an unknown way. */
  forget?(resource: string): void
}

/** How many resources of one kind a rule remembers; beyond that, the earliest is forgotten. */
const maxRemembered = 1_000

/** Sets an entry of a map, and removes the earliest entry if there are more than `most`. */
export function rememberIn<Value>(map: Map<string, Value>, key: string, value: Value, most = maxRemembered): void {
  map.delete(key)
  map.set(key, value)
  const [earliest] = map.keys()
  if (map.size > most && earliest !== undefined) map.delete(earliest)
}

/** Tells whether a request was accepted (2xx). */
export const isAccepted = ({ status }: Pick<ObservedResponse, 'status'>): boolean => status >= 200 && status < 300

/** Tells whether a request was rejected (4xx). */
export const isRejected = ({ status }: Pick<ObservedResponse, 'status'>): boolean => status >= 400 && status < 500
