import type { Report } from '#results'
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

/** From and to in milliseconds since the epoch. */
interface Interval {
  readonly from: number
  readonly to: number
}

/** Returns the time from the first request to the end of the last response. */
export function rangeOf({ exchanges, startedAt, durationMs }: Report): Interval {
  const start = Date.parse(startedAt)
  const ends = exchanges.map((exchange) => exchange.startedAt + exchange.ms)
  const starts = exchanges.map((exchange) => exchange.startedAt)
  const least = (values: readonly number[], initial: number) => values.reduce((a, b) => Math.min(a, b), initial)
  const greatest = (values: readonly number[], initial: number) => values.reduce((a, b) => Math.max(a, b), initial)
  return exchanges.length === 0
    ? { from: start, to: start + durationMs }
    : { from: least(starts, Infinity), to: greatest(ends, 0) }
}

const barIn = ({ from: start, to: end }: Interval, { from, to }: Interval, kind: string): Bar => {
  const length = Math.max(1, end - start)
  const percent = (at: number): number => Math.min(100, Math.max(0, ((at - start) / length) * 100))
  return { left: percent(from), width: Math.max(0.15, percent(to) - percent(from)), kind }
}

/** Returns the part of a server's name that tells it from the others of the run. */
const shortName = ({ name, id }: ServerHistory): string => name.replace(/^conformance-[^-]+-/, '') || id.slice(0, 8)

/** Returns one row for each server: each status from its first observation to that of the next one. */
export function serverRows(servers: readonly ServerHistory[], range: Interval): readonly TimelineRow[] {
  return servers.map((server) => {
    const { id, spans } = server
    const bars = spans.flatMap(({ status, from, to }, index) => {
      const next = spans[index + 1]
      return status === '404' ? [] : [barIn(range, { from, to: next?.from ?? to }, status)]
    })
    return { key: id, label: shortName(server), bars, ms: (spans.at(-1)?.to ?? 0) - (spans[0]?.from ?? 0) }
  })
}

interface TestInterval extends Interval {
  readonly title: string
  readonly waits: readonly Interval[]
}

/** Returns each test from its first request to its last response, with the requests that polled. */
function intervalsOf({ exchanges, tests = [] }: Report): readonly TestInterval[] {
  const byIndex = new Map(exchanges.map((exchange) => [exchange.index, exchange]))
  return tests.flatMap(({ title, exchanges: indexes }) => {
    const own = indexes.flatMap((index) => {
      const exchange = byIndex.get(index)
      return exchange ? [{ from: exchange.startedAt, to: exchange.startedAt + exchange.ms, phase: exchange.phase }] : []
    })
    if (own.length === 0) return []
    const from = Math.min(...own.map((each) => each.from))
    const to = Math.max(...own.map((each) => each.to))
    return [{ title, from, to, waits: own.filter(({ phase }) => phase === 'wait') }]
  })
}

const testRow = (range: Interval, { title, from, to, waits }: TestInterval): TimelineRow => ({
  key: `${title} ${from}`,
  label: title,
  bars: [barIn(range, { from, to }, 'test'), ...waits.map((wait) => barIn(range, wait, 'wait'))],
  ms: to - from,
})

/** Returns the tests that took longest; requests that polled are marked as `wait`. */
export const longestTests = (report: Report, range: Interval, count: number): readonly TimelineRow[] =>
  [...intervalsOf(report)]
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, count)
    .map((test) => testRow(range, test))

/** Tests of a chain that take less than this part of the run are left out. */
const negligible = 1 / 200

/**
 * Returns the tests that followed one another until the end of the run: the one that ended last, before it the one that
 * ended last when it began, and so on. A test begins when others release what it needs, so the run ends earlier only if
 * one of these does.
 */
export function lastChain(report: Report, range: Interval): readonly TimelineRow[] {
  const chain: TestInterval[] = []
  const byEnd = [...intervalsOf(report)].sort((a, b) => b.to - a.to)
  let before = Infinity
  for (const test of byEnd) {
    if (test.to > before) continue
    chain.unshift(test)
    before = test.from
  }
  const shortest = (range.to - range.from) * negligible
  return chain.filter(({ from, to }) => to - from >= shortest).map((test) => testRow(range, test))
}

/** Returns five round times from the beginning to the end of the run, in milliseconds since its beginning. */
export const ticks = ({ from, to }: Interval): readonly number[] =>
  [0, 0.25, 0.5, 0.75, 1].map((part) => part * (to - from))
