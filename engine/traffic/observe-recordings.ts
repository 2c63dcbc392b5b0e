import { type PendingExchange, TrafficObserver, type TrafficViolation } from '#harness/core'
import type { Edition, Selection } from '#model'
import { mergeRecordings } from './merge-recordings.ts'
import type { RecordedExchange } from './recorded-exchange.ts'
import { markGaps } from './recording-gaps.ts'
import { maxVisibilityMs } from './traffic-report.ts'

interface Open {
  readonly pending: PendingExchange
  readonly exchange: RecordedExchange
}

/**
 * Tells whether the response to an earlier request contains an id in the path of a later one, so that it had ended before. Only a response
 * to a POST request reveals the id of a new resource.
 */
function isCause({ request, response }: RecordedExchange, later: RecordedExchange): boolean {
  if (later.isCoarse !== true || request.method !== 'POST' || response === undefined) return false
  const ids = new URL(later.request.url).pathname.split('/').filter((segment) => segment.length >= 32)
  return ids.some((id) => !request.url.includes(id) && response.text.includes(`"${id}"`))
}

/** Facts about recordings that the observer does not have. */
export interface ObservedRecordings {
  readonly observer: TrafficObserver
  /** Exchanges without a response, or with an incomplete one. */
  readonly incomplete: number
  /** When the first request was sent and the last response was complete, in milliseconds since the epoch. */
  readonly startedAt: number
  readonly endedAt: number
  /** The root of the first documented request, such as `http://host/v2`. */
  readonly root: string | undefined
}

/**
 * Feeds recordings to an observer, in the order in which the target's side of the wire saw them: a response counts before a request of
 * the same moment. `off`: requirements that do not apply to the target. `graceMs`: how long an accepted change may take to be visible everywhere.
 */
export async function observeRecordings(
  recordings: readonly AsyncIterable<RecordedExchange>[],
  { edition, off = {} }: { readonly edition: Edition; readonly off?: Selection['off'] },
  onViolation: (violation: TrafficViolation, exchange: RecordedExchange) => void = () => undefined,
  graceMs: number = maxVisibilityMs,
): Promise<ObservedRecordings> {
  const observer = new TrafficObserver({ edition, graceMs, off, mayRepeat: recordings.length > 1 })
  const open: Open[] = []
  const times = { startedAt: Number.POSITIVE_INFINITY, endedAt: 0 }
  let incomplete = 0
  let root: string | undefined
  const finish = ({ pending, exchange }: Open) => {
    times.endedAt = Math.max(times.endedAt, exchange.endedAt)
    if (exchange.response === undefined) {
      incomplete++
      observer.abandon(pending, exchange.endedAt)
    } else for (const violation of observer.complete(pending, exchange.response)) onViolation(violation, exchange)
  }
  const finishUntil = (time: number) => {
    open.sort((a, b) => a.exchange.endedAt - b.exchange.endedAt)
    while (open[0] !== undefined && open[0].exchange.endedAt <= time) {
      const [first] = open.splice(0, 1)
      if (first) finish(first)
    }
  }
  const finishCauses = (later: RecordedExchange) => {
    for (const cause of open.filter(({ exchange }) => isCause(exchange, later))) {
      open.splice(open.indexOf(cause), 1)
      finish(cause)
    }
  }
  for await (const exchange of mergeRecordings(recordings.map(markGaps))) {
    finishUntil(exchange.startedAt)
    finishCauses(exchange)
    if (exchange.followsGap === true) observer.forget()
    times.startedAt = Math.min(times.startedAt, exchange.startedAt)
    const pending = observer.begin(exchange.request)
    if (pending.match && pending.match.root !== '') root ??= new URL(exchange.request.url).origin + pending.match.root
    open.push({ pending, exchange })
  }
  finishUntil(Number.POSITIVE_INFINITY)
  return { observer, incomplete, root, ...times }
}
