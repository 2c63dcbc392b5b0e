import type { Report, ReportedTest } from '#results'
import type { ServerHistory } from '../../server-histories.ts'

/** A part of a bar, in percent of the run. */
export interface Bar {
  readonly left: number
  readonly width: number
  readonly kind: string
}

/** A row of the timeline. */
export interface TimelineRow {
  readonly key: string
  readonly label: string
  readonly bars: readonly Bar[]
  /** Milliseconds from the first to the last observation. */
  readonly ms: number
}

interface Range {
  readonly from: number
  readonly to: number
}

/** When the first request was sent and when the last response ended: milliseconds since the epoch. */
export function rangeOf({ exchanges, startedAt, durationMs }: Report): Range {
  const start = Date.parse(startedAt)
  const ends = exchanges.map((exchange) => exchange.startedAt + exchange.ms)
  const starts = exchanges.map((exchange) => exchange.startedAt)
  const least = (values: readonly number[], initial: number) => values.reduce((a, b) => Math.min(a, b), initial)
  const greatest = (values: readonly number[], initial: number) => values.reduce((a, b) => Math.max(a, b), initial)
  return exchanges.length === 0
    ? { from: start, to: start + durationMs }
    : { from: least(starts, Infinity), to: greatest(ends, 0) }
}

const barIn = ({ from: start, to: end }: Range, { from, to }: Range, kind: string): Bar => {
  const length = Math.max(1, end - start)
  const percent = (at: number): number => Math.min(100, Math.max(0, ((at - start) / length) * 100))
  return { left: percent(from), width: Math.max(0.15, percent(to) - percent(from)), kind }
}

/** The part of a server's name that tells it from the others of the run. */
const shortName = ({ name, id }: ServerHistory): string => name.replace(/^conformance-[^-]+-/, '') || id.slice(0, 8)

/** One row a server: each status from its first observation to that of the next one. */
export function serverRows(servers: readonly ServerHistory[], range: Range): readonly TimelineRow[] {
  return servers.map((server) => {
    const { id, spans } = server
    const bars = spans.flatMap(({ status, from, to }, index) => {
      const next = spans[index + 1]
      return status === '404' ? [] : [barIn(range, { from, to: next?.from ?? to }, status)]
    })
    return { key: id, label: shortName(server), bars, ms: (spans.at(-1)?.to ?? 0) - (spans[0]?.from ?? 0) }
  })
}

/** The tests that took longest, from their first request to their last response; polling is marked as `wait`. */
export function longestTests(report: Report, range: Range, count: number): readonly TimelineRow[] {
  const byIndex = new Map(report.exchanges.map((exchange) => [exchange.index, exchange]))
  const rows = (report.tests ?? []).flatMap(({ title, exchanges }: ReportedTest) => {
    const own = exchanges.flatMap((index) => byIndex.get(index) ?? [])
    const [first] = own
    if (!first) return []
    const starts = own.map(({ startedAt }) => startedAt)
    const ends = own.map(({ startedAt, ms }) => startedAt + ms)
    const whole = { from: Math.min(...starts), to: Math.max(...ends) }
    const waits = own.filter(({ phase }) => phase === 'wait')
    const bars = [
      barIn(range, whole, 'test'),
      ...waits.map(({ startedAt, ms }) => barIn(range, { from: startedAt, to: startedAt + ms }, 'wait')),
    ]
    return [{ key: `${title} ${first.index}`, label: title, bars, ms: whole.to - whole.from }]
  })
  return rows.sort((a, b) => b.ms - a.ms).slice(0, count)
}

/** Five round times from the beginning to the end of the run, in milliseconds since its beginning. */
export const ticks = ({ from, to }: Range): readonly number[] =>
  [0, 0.25, 0.5, 0.75, 1].map((part) => part * (to - from))
