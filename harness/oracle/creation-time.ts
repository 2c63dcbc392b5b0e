import type { Contradiction } from './observation.ts'
import { textAt } from './read-attribute.ts'

/**
 * The interval in which a resource was requested, in milliseconds since the epoch: by the target's clock if it sends `Date`, otherwise
 * by ours.
 */
export interface CreationTime {
  readonly fromMs: number
  readonly toMs: number
}

const minute = 60_000
const day = 24 * 60 * minute

/** The largest offset of a time zone from UTC: a time without a zone may be in any. */
const zoneMs = 14 * 60 * minute

/** How far the clocks of the machines of one service may differ. */
const skewMs = 5 * minute

/**
 * Returns when a resource was requested. `date`: the `Date` header of the response; without one the clock of the target may be wrong by
 * less than a day. `sentAt`, `receivedAt`: milliseconds since the epoch.
 */
export function creationTime(date: string | undefined, sentAt: number, receivedAt: number): CreationTime {
  const now = date === undefined ? Number.NaN : Date.parse(date)
  if (Number.isNaN(now)) return { fromMs: sentAt - day, toMs: receivedAt + day }
  return { fromMs: now - (receivedAt - sentAt) - skewMs, toMs: now + skewMs }
}

/** The attributes that hold the time of creation. The keypair's has no time zone. */
const creationTimes = [
  { at: 'created', requirement: 'servers.created', resource: 'server', isWithZone: true },
  { at: 'created_at', requirement: 'keypairs.created-at', resource: 'keypair', isWithZone: false },
] as const

/** Times of a server that must not be earlier than its creation. */
const laterTimes = [
  { at: 'updated', requirement: 'servers.updated-moves', isWithZone: true },
  { at: 'OS-SRV-USG:launched_at', requirement: 'servers.launched-at.set', isWithZone: false },
] as const

/** Returns the time at a pointer below a description, in milliseconds since the epoch; undefined for a text of another form. */
function timeAt(description: unknown, pointer: string, isWithZone: boolean): number | undefined {
  const text = textAt(description, pointer)
  if (text === undefined || text.endsWith('Z') !== isWithZone) return undefined
  const ms = Date.parse(isWithZone ? text : `${text}Z`)
  return Number.isNaN(ms) ? undefined : ms
}

/** Finds a time of creation that is not the time of the create request. */
export function findWrongCreation(
  description: unknown,
  { fromMs, toMs }: CreationTime,
  pointer: string,
): Contradiction | undefined {
  for (const { at, requirement, resource, isWithZone } of creationTimes) {
    const tolerance = isWithZone ? 0 : zoneMs
    const [from, to] = [fromMs - tolerance, toMs + tolerance]
    const ms = timeAt(description, at, isWithZone)
    if (ms === undefined || (ms >= from && ms <= to)) continue
    return {
      requirement,
      message: `${at} is not the time at which the ${resource} was requested.`,
      at: `${pointer}/${at}`,
      expected: `a time from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`,
      actual: String(textAt(description, at)),
    }
  }
  return undefined
}

/** Finds a time of launch that is later than the response. `nowMs`: the latest time the target's clock can have had then. */
export function findFutureLaunch(server: unknown, nowMs: number, pointer: string): Contradiction | undefined {
  const at = 'OS-SRV-USG:launched_at'
  const ms = timeAt(server, at, false)
  if (ms === undefined || ms <= nowMs + zoneMs) return undefined
  return {
    requirement: 'servers.launched-at.set',
    message: 'A server was launched in the future.',
    at: `${pointer}/${at}`,
    expected: `at most ${new Date(nowMs).toISOString()}, in any time zone`,
    actual: String(textAt(server, at)),
  }
}

/** Finds a time of launch or of the last change that is earlier than the creation of the server. */
export function findBeforeCreation(server: unknown, pointer: string): Contradiction | undefined {
  const created = timeAt(server, 'created', true)
  if (created === undefined) return undefined
  for (const { at, requirement, isWithZone } of laterTimes) {
    const ms = timeAt(server, at, isWithZone)
    // The two times may come from different machines, whose clocks differ.
    if (ms === undefined || ms >= created - (isWithZone ? skewMs : zoneMs)) continue
    return {
      requirement,
      message: `${at} is earlier than the creation of the server.`,
      at: `${pointer}/${at}`,
      expected: `not before ${textAt(server, 'created')}`,
      actual: String(textAt(server, at)),
    }
  }
  return undefined
}

/** Finds a time of the last change that is later than the response. `nowMs` as in `findFutureLaunch`. */
export function findFutureChange(server: unknown, nowMs: number, pointer: string): Contradiction | undefined {
  const ms = timeAt(server, 'updated', true)
  if (ms === undefined || ms <= nowMs) return undefined
  return {
    requirement: 'servers.updated',
    message: 'updated is in the future.',
    at: `${pointer}/updated`,
    expected: `at most ${new Date(nowMs).toISOString()}`,
    actual: String(textAt(server, 'updated')),
  }
}
