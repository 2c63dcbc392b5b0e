const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Formats a distance in time as `0.3 s`, `12 s`, `3 min 4 s`, `2 h 5 min` or `40 days`. */
function formatDistance(ms: number): string {
  if (ms < 10 * secondMs) return `${Math.round(ms / 100) / 10} s`
  if (ms < minuteMs) return `${Math.round(ms / secondMs)} s`
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min ${Math.floor((ms % minuteMs) / secondMs)} s`
  if (ms < 2 * dayMs) return `${Math.floor(ms / hourMs)} h ${Math.floor((ms % hourMs) / minuteMs)} min`
  return `${Math.round(ms / dayMs)} days`
}

/** Parses a time in the form of the API, with or without its zone, which is UTC. Returns undefined for anything else. */
export function parseTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)) return undefined
  const ms = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`)
  return Number.isNaN(ms) ? undefined : ms
}

/** Describes where a time lies from another: `3 min 4 s before`, `12 s after`. */
export const describeTimeDistance = (ms: number, otherMs: number): string =>
  `${formatDistance(Math.abs(ms - otherMs))} ${ms < otherMs ? 'before' : 'after'}`
