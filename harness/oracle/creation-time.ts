import type { Contradiction } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** When a resource was requested, by the target's clock if its response told the time, else by ours. */
export interface CreationTime {
  readonly fromMs: number
  readonly toMs: number
}

const minute = 60_000
const day = 24 * 60 * minute

/** What the machines of one service may differ by. */
const skewMs = 5 * minute

/** `date`: the `Date` header of the response. Without one the clock of the target may be wrong by anything less than a day. */
export function creationTime(date: string | undefined, sentAt: number, receivedAt: number): CreationTime {
  const now = date === undefined ? Number.NaN : Date.parse(date)
  if (Number.isNaN(now)) return { fromMs: sentAt - day, toMs: receivedAt + day }
  return { fromMs: now - (receivedAt - sentAt) - skewMs, toMs: now + skewMs }
}

const utcTime = (server: unknown, member: string): number => {
  const text = textAt(server, member)
  return text === undefined || !text.endsWith('Z') ? Number.NaN : Date.parse(text)
}

/** `updated` of a server that is in the future; it is a UTC time. */
export function findFutureChange(server: unknown, latestMs: number, pointer: string): Contradiction | undefined {
  if (!(utcTime(server, 'updated') > latestMs)) return undefined
  return {
    requirement: 'servers.updated',
    message: 'updated is in the future.',
    at: `${pointer}/updated`,
    expected: `a time not after ${new Date(latestMs).toISOString()}`,
    actual: String(textAt(server, 'updated')),
  }
}

/** `created` of a server that was not created when it was requested; it is a UTC time. */
export function findWrongCreation(
  server: unknown,
  { fromMs, toMs }: CreationTime,
  pointer: string,
): Contradiction | undefined {
  const ms = utcTime(server, 'created')
  if (Number.isNaN(ms) || (ms >= fromMs && ms <= toMs)) return undefined
  return {
    requirement: 'servers.created',
    message: 'created is not the time at which the server was requested.',
    at: `${pointer}/created`,
    expected: `a time from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`,
    actual: String(textAt(server, 'created')),
  }
}
