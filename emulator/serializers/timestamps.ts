/** The three spellings of time on the wire; each takes milliseconds since the epoch. */

/** Lists write the same few times over and over. */
const written = new Map<number, string>()
const mostWritten = 10_000

/** `2020-01-17T02:02:39` */
function toSecond(time: number): string {
  const second = Math.floor(time / 1000)
  const known = written.get(second)
  if (known !== undefined) return known
  if (written.size >= mostWritten) written.clear()
  const text = new Date(second * 1000).toISOString().slice(0, 19)
  written.set(second, text)
  return text
}

/** `2020-01-17T02:02:39Z`: created, updated. */
export function inSeconds(time: number): string {
  return `${toSecond(time)}Z`
}

/**
 * `2020-01-17T02:02:38.000000`: launched_at, created_at. Nova's database keeps whole seconds in these columns, so the
 * fraction is always zero.
 */
export function inMicroseconds(time: number): string {
  return `${toSecond(time)}.000000`
}

/** `2020-01-17T02:02:38.123000Z`: the times of a token. */
export function withFraction(time: number): string {
  return `${new Date(time).toISOString().slice(0, 23)}000Z`
}

const isoTime = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/

/** Reads an ISO 8601 time; one without a zone is UTC. Returns undefined for anything else. */
export function parseIsoTime(text: string): number | undefined {
  const match = isoTime.exec(text)
  if (match === null) return undefined
  const hasTime = text.length > 10
  const time = Date.parse(hasTime && match[1] === undefined ? `${text.replace(' ', 'T')}Z` : text.replace(' ', 'T'))
  return Number.isNaN(time) ? undefined : time
}
