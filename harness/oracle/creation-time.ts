import type { Contradiction } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** When a resource was requested, by the target's clock if its response told the time, else by ours. */
export interface CreationTime {
  readonly fromMs: number
  readonly toMs: number
}

const minute = 60_000
const day = 24 * 60 * minute

/** What a time without a zone may differ from UTC by. */
const zoneMs = 14 * 60 * minute

/** What the machines of one service may differ by. */
const skewMs = 5 * minute

/** `date`: the `Date` header of the response. Without one the clock of the target may be wrong by anything less than a day. */
export function creationTime(date: string | undefined, sentAt: number, receivedAt: number): CreationTime {
  const now = date === undefined ? Number.NaN : Date.parse(date)
  if (Number.isNaN(now)) return { fromMs: sentAt - day, toMs: receivedAt + day }
  return { fromMs: now - (receivedAt - sentAt) - skewMs, toMs: now + skewMs }
}

/** Where a description has the time of its creation. */
const creationTimes = [
  { at: 'created', requirement: 'servers.created', resource: 'server', isWithZone: true },
  { at: 'created_at', requirement: 'keypairs.created-at', resource: 'keypair', isWithZone: false },
] as const

/** Times of a server that its creation comes before. */
const laterTimes = [
  { at: 'updated', requirement: 'servers.updated-moves', isWithZone: true },
  { at: 'OS-SRV-USG:launched_at', requirement: 'servers.launched-at.set', isWithZone: false },
] as const

/** The time at a pointer below a description; undefined for a text of another form. */
function timeAt(description: unknown, pointer: string, isWithZone: boolean): number | undefined {
  const text = textAt(description, pointer)
  if (text === undefined || text.endsWith('Z') !== isWithZone) return undefined
  const ms = Date.parse(isWithZone ? text : `${text}Z`)
  return Number.isNaN(ms) ? undefined : ms
}

/** The time of creation of a server or keypair that was not created when it was requested. */
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

/** A launch that the response, sent at `nowMs` at the latest, says is still to come. */
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

/** A launch, or a change, that is earlier than the creation of the server. */
export function findBeforeCreation(server: unknown, pointer: string): Contradiction | undefined {
  const created = timeAt(server, 'created', true)
  if (created === undefined) return undefined
  for (const { at, requirement, isWithZone } of laterTimes) {
    const ms = timeAt(server, at, isWithZone)
    // The clocks of two machines may have been used, and differ.
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

/** A change that the response, sent at `nowMs` at the latest, says is still to come. */
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
