import type { RequestViolation } from '#contract'
import type { Contradiction, ObservedCall, ObservedResponse } from '../../oracle/observation.ts'

/** A call in observed traffic, with the parameters of its path. */
export interface TrafficCall extends ObservedCall {
  readonly parameters: Readonly<Record<string, string>>
  /** The violations of the description in the request's body. */
  readonly violations: readonly RequestViolation[]
}

/**
 * Compares the exchanges of one tenant with each other. It is asked only about calls with a token of the tenant; what a target has made
 * of an invalid request that it accepts is not known.
 */
export interface TrafficRule {
  /** A call is about to be sent. */
  begin?(call: TrafficCall): void
  /** Compares a response with earlier ones, and learns from it. */
  observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[]
  /** A call has ended without an effect, and its response is not compared. */
  cancel?(call: TrafficCall): void
  /** A resource was changed in a way that is not known. */
  forget?(resource: string): void
}

/** Resources of one kind that a rule remembers; the earliest is forgotten. */
const maxRemembered = 1_000

/** Adds to what is remembered. */
export function rememberIn<Value>(map: Map<string, Value>, key: string, value: Value, most = maxRemembered): void {
  map.delete(key)
  map.set(key, value)
  const [earliest] = map.keys()
  if (map.size > most && earliest !== undefined) map.delete(earliest)
}

/** Whether a request was accepted (2xx). */
export const isAccepted = ({ status }: Pick<ObservedResponse, 'status'>): boolean => status >= 200 && status < 300

/** Whether a request certainly had no effect. */
export const isRejected = ({ status }: Pick<ObservedResponse, 'status'>): boolean => status >= 400 && status < 500
