/** The three formats of times in responses. Each function takes milliseconds since the epoch. */

/** Formatted seconds: lists contain the same few times again and again. */
const formatted = new Map<number, string>()
const mostFormatted = 10_000

/** Formats a time as `2020-01-17T02:02:39`. */
function toSecond(time: number): string {
  const second = Math.floor(time / 1000)
  const cached = formatted.get(second)
  if (cached !== undefined) return cached
  if (formatted.size >= mostFormatted) formatted.clear()
  const text = new Date(second * 1000).toISOString().slice(0, 19)
  formatted.set(second, text)
  return text
}

/** Formats a time as `2020-01-17T02:02:39Z`: the format of `created` and `updated`. */
export function inSeconds(time: number): string {
  return `${toSecond(time)}Z`
}

/**
 * Formats a time as `2020-01-17T02:02:38.000000`: the format of `launched_at` and `created_at`. Nova's database stores
 * whole seconds in these columns, so the fraction is always zero.
 */
export function inMicroseconds(time: number): string {
  return `${toSecond(time)}.000000`
}

/** Formats a time as `2020-01-17T02:02:38.123000Z`: the format of the times of a token. */
export function withFraction(time: number): string {
  return `${new Date(time).toISOString().slice(0, 23)}000Z`
}

const isoTime = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/

/** Parses an ISO 8601 time; without a zone it is UTC. Returns undefined for any other text. */
export function parseIsoTime(text: string): number | undefined {
  const match = isoTime.exec(text)
  if (match === null) return undefined
  const hasTime = text.length > 10
  const time = Date.parse(hasTime && match[1] === undefined ? `${text.replace(' ', 'T')}Z` : text.replace(' ', 'T'))
  return Number.isNaN(time) ? undefined : time
}
