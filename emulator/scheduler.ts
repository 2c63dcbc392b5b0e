/** When something happens: at a time of the emulator's clock, or once its thing has been read so many more times. */
export type Due = { readonly at: number } | { readonly reads: number }

/** Something that will happen to the thing it belongs to. It is plain data, so that it survives being written down. */
export interface ScheduledEvent<Happening> {
  readonly due: Due
  /** The id of the thing; cancelling goes by it. */
  readonly owner: string
  /** Ids whose reading counts, where that is what it waits for. */
  readonly countedIds: readonly string[]
  readonly event: Happening
}

interface Timed<Happening> {
  /** Counts up in the order of scheduling. */
  readonly key: number
  readonly at: number
  readonly scheduledEvent: ScheduledEvent<Happening>
}

interface Counted<Happening> {
  readonly key: number
  left: number
  readonly scheduledEvent: ScheduledEvent<Happening>
}

/**
 * What is still going to happen, in order. Nothing runs by itself: whoever reads the state first calls `advance`, so that
 * state depends on the clock alone, or, where that was asked for, on how often somebody looked.
 */
export class Scheduler<Happening> {
  readonly #timed: Timed<Happening>[] = []
  #counted: Counted<Happening>[] = []
  /** How many appointments of each owner are timed; most owners that are cancelled have none. */
  readonly #owners = new Map<string, number>()
  #lastKey = 0
  #notice: ((key: string, scheduledEvent: ScheduledEvent<Happening> | undefined) => void) | undefined

  /** From now on `notice` hears of every appointment that is made, counts down, or is over. Keys are in the order of making. */
  observe(notice: (key: string, scheduledEvent: ScheduledEvent<Happening> | undefined) => void): void {
    this.#notice = notice
  }

  /** All that is still to happen, by the keys that an observer knows it by. */
  *entries(): Iterable<readonly [string, ScheduledEvent<Happening>]> {
    for (const { key, scheduledEvent } of this.#timed) yield [String(key), scheduledEvent]
    for (const counted of this.#counted) yield [String(counted.key), asCounted(counted)]
  }

  schedule(scheduledEvent: ScheduledEvent<Happening>): void {
    const { due, owner } = scheduledEvent
    const key = ++this.#lastKey
    this.#notice?.(String(key), scheduledEvent)
    if ('reads' in due) {
      this.#counted.push({ key, left: due.reads, scheduledEvent })
      return
    }
    this.#timed.splice(this.#placeOf(due.at), 0, { key, at: due.at, scheduledEvent })
    this.#owners.set(owner, (this.#owners.get(owner) ?? 0) + 1)
  }

  /** Forgets what was still going to happen to `owner`. */
  cancel(owner: string): void {
    if (this.#counted.length > 0) {
      this.#drop(this.#counted.filter(({ scheduledEvent }) => scheduledEvent.owner === owner))
      this.#counted = this.#counted.filter(({ scheduledEvent }) => scheduledEvent.owner !== owner)
    }
    if (!this.#owners.delete(owner)) return
    for (let index = this.#timed.length - 1; index >= 0; index--) {
      if (this.#timed[index]?.scheduledEvent.owner === owner) this.#drop(this.#timed.splice(index, 1))
    }
  }

  /** Lets everything happen that is due at `now`, each thing at its own time; what happens may schedule more. */
  advance(now: number, happen: (scheduledEvent: ScheduledEvent<Happening>, at: number) => void): void {
    for (let next = this.#timed[0]; next !== undefined && next.at <= now; next = this.#timed[0]) {
      this.#timed.shift()
      this.#drop([next])
      this.#release(next.scheduledEvent.owner)
      happen(next.scheduledEvent, next.at)
    }
  }

  /** Counts one reading of the thing `id`; what it completes is due at `now`, for whoever reads next. */
  countRead(id: string, now: number): void {
    if (this.#counted.length === 0) return
    for (const counted of this.#counted) {
      if (!counted.scheduledEvent.countedIds.includes(id)) continue
      counted.left--
      this.#notice?.(String(counted.key), asCounted(counted))
    }
    const complete = this.#counted.filter(({ left }) => left <= 0)
    if (complete.length === 0) return
    this.#counted = this.#counted.filter(({ left }) => left > 0)
    this.#drop(complete)
    for (const { scheduledEvent } of complete) this.schedule({ ...scheduledEvent, due: { at: now } })
  }

  /** All that is still to happen: first what has a time, in its order, then what waits for readers. */
  pending(): readonly ScheduledEvent<Happening>[] {
    return [...this.#timed.map(({ scheduledEvent }) => scheduledEvent), ...this.#counted.map(asCounted)]
  }

  #drop(over: readonly { readonly key: number }[]): void {
    if (this.#notice !== undefined) for (const { key } of over) this.#notice(String(key), undefined)
  }

  #release(owner: string): void {
    const left = (this.#owners.get(owner) ?? 1) - 1
    if (left === 0) this.#owners.delete(owner)
    else this.#owners.set(owner, left)
  }

  /** Behind everything that is due at the same time or earlier. */
  #placeOf(at: number): number {
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

/** An appointment as it now stands: with the reads that are left. */
function asCounted<Happening>({ left, scheduledEvent }: Counted<Happening>): ScheduledEvent<Happening> {
  return { ...scheduledEvent, due: { reads: left } }
}
