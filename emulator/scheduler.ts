import type { ChangeListener } from './state/observable-map.ts'

/** When an event is due: at a time of the emulator's clock, or after a number of further reads. */
export type Due = { readonly at: number } | { readonly reads: number }

/** A pending event of a resource. It is plain data, so that it can be stored. */
export interface ScheduledEvent<EventData> {
  readonly due: Due
  /** The id of the resource; `cancel` takes it. */
  readonly owner: string
  /** The ids whose reads count, for an event that is due after reads. */
  readonly countedIds: readonly string[]
  readonly event: EventData
}

interface Timed<EventData> {
  /** Increases in the order of scheduling. */
  readonly key: number
  readonly at: number
  readonly scheduledEvent: ScheduledEvent<EventData>
}

interface Counted<EventData> {
  readonly key: number
  remainingReads: number
  readonly scheduledEvent: ScheduledEvent<EventData>
}

/**
 * The pending events of a discrete-event simulation. Nothing runs in the background: every request first calls `advance`, so
 * the state depends only on the clock and, for counted events, on the number of reads.
 */
export class Scheduler<EventData> {
  /** In the order in which they are due. */
  readonly #timed: Timed<EventData>[] = []
  #counted: Counted<EventData>[] = []
  /** The number of timed events per owner, so that `cancel` is cheap for the many owners without any. */
  readonly #timedByOwner = new Map<string, number>()
  #lastKey = 0
  #listener: ChangeListener<ScheduledEvent<EventData>> | undefined

  /** Calls `listener` for every event that is scheduled, counted down or removed from now on. */
  observe(listener: ChangeListener<ScheduledEvent<EventData>>): void {
    this.#listener = listener
  }

  /** Returns every pending event with the key that a listener gets for it. */
  *entries(): Iterable<readonly [string, ScheduledEvent<EventData>]> {
    for (const { key, scheduledEvent } of this.#timed) yield [String(key), scheduledEvent]
    for (const counted of this.#counted) yield [String(counted.key), withRemainingReads(counted)]
  }

  schedule(scheduledEvent: ScheduledEvent<EventData>): void {
    const { due, owner } = scheduledEvent
    const key = ++this.#lastKey
    this.#listener?.(String(key), scheduledEvent)
    if ('reads' in due) {
      this.#counted.push({ key, remainingReads: due.reads, scheduledEvent })
      return
    }
    this.#timed.splice(this.#insertionIndex(due.at), 0, { key, at: due.at, scheduledEvent })
    this.#timedByOwner.set(owner, (this.#timedByOwner.get(owner) ?? 0) + 1)
  }

  /** Removes the pending events of `owner`. */
  cancel(owner: string): void {
    if (this.#counted.length > 0) {
      this.#reportRemoved(this.#counted.filter(({ scheduledEvent }) => scheduledEvent.owner === owner))
      this.#counted = this.#counted.filter(({ scheduledEvent }) => scheduledEvent.owner !== owner)
    }
    if (!this.#timedByOwner.delete(owner)) return
    for (let index = this.#timed.length - 1; index >= 0; index--) {
      if (this.#timed[index]?.scheduledEvent.owner === owner) this.#reportRemoved(this.#timed.splice(index, 1))
    }
  }

  /** Dispatches every event that is due at `now`, each with its own time, including those that dispatching schedules. */
  advance(now: number, dispatch: (scheduledEvent: ScheduledEvent<EventData>, at: number) => void): void {
    for (let next = this.#timed[0]; next !== undefined && next.at <= now; next = this.#timed[0]) {
      this.#timed.shift()
      this.#reportRemoved([next])
      this.#decrementOwner(next.scheduledEvent.owner)
      dispatch(next.scheduledEvent, next.at)
    }
  }

  /** Counts one read of the resource `id`. Events that it completes are due at `now`, so the next request sees them. */
  countRead(id: string, now: number): void {
    if (this.#counted.length === 0) return
    for (const counted of this.#counted) {
      if (!counted.scheduledEvent.countedIds.includes(id)) continue
      counted.remainingReads--
      this.#listener?.(String(counted.key), withRemainingReads(counted))
    }
    const complete = this.#counted.filter(({ remainingReads }) => remainingReads <= 0)
    if (complete.length === 0) return
    this.#counted = this.#counted.filter(({ remainingReads }) => remainingReads > 0)
    this.#reportRemoved(complete)
    for (const { scheduledEvent } of complete) this.schedule({ ...scheduledEvent, due: { at: now } })
  }

  /** Returns every pending event: first the timed ones in the order in which they are due, then the counted ones. */
  pending(): readonly ScheduledEvent<EventData>[] {
    return [...this.#timed.map(({ scheduledEvent }) => scheduledEvent), ...this.#counted.map(withRemainingReads)]
  }

  #reportRemoved(removed: readonly { readonly key: number }[]): void {
    if (this.#listener !== undefined) for (const { key } of removed) this.#listener(String(key), undefined)
  }

  #decrementOwner(owner: string): void {
    const count = (this.#timedByOwner.get(owner) ?? 1) - 1
    if (count === 0) this.#timedByOwner.delete(owner)
    else this.#timedByOwner.set(owner, count)
  }

  /** Returns the index after every timed event that is due at `at` or earlier. */
  #insertionIndex(at: number): number {
    let low = 0
    let high = this.#timed.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#timed[middle]?.at ?? Number.POSITIVE_INFINITY) > at) high = middle
      else low = middle + 1
    }
    return low
  }
}

function withRemainingReads<EventData>({ remainingReads, scheduledEvent }: Counted<EventData>) {
  return { ...scheduledEvent, due: { reads: remainingReads } }
}
