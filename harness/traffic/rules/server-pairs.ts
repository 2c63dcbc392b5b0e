import type { RequirementId } from '#model'
import { type Contradiction, exchangeName } from '../../oracle/observation.ts'

/** Where a response shows pairs: with the server, in the list of pairs, or one alone. */
export type PairView = 'server' | 'list' | 'item'

/** A metadata pair according to the last request about its key. */
interface KnownPair extends PairChange {
  /** The value before; undefined if there was none, or if it is unknown. */
  readonly before: string | undefined
  /** Milliseconds since the epoch from which every response has to show it. */
  readonly certainAt: number
  /** The requirement that is violated if the request has no effect; undefined where the creation of the server covers it. */
  readonly promise: RequirementId | undefined
  /** Milliseconds since the epoch from which the server itself has shown it. */
  confirmedAt: number
}

/** The requirement about a request that sets a pair; undefined where it is unknown whether the pair existed. */
function setRequirement(existed: boolean | undefined): RequirementId | undefined {
  if (existed === undefined) return undefined
  return existed ? 'metadata.set.changes' : 'metadata.set.creates'
}

/** An accepted request that sets a pair, or deletes it (`value` undefined). */
export interface PairChange {
  readonly key: string
  readonly value: string | undefined
  readonly exchange: number
}

/** A response that differs from what the server showed before: it counts if the server shows the same again. */
interface Held {
  readonly expected: string | undefined
  readonly contradiction: Contradiction
}

/** The pairs in a response. */
export interface ShownPairs {
  readonly view: PairView
  readonly pairs: Readonly<Record<string, unknown>>
  /** Where they are in the response. */
  readonly pointer: string
  readonly exchange: number
  readonly sentAt: number
  readonly receivedAt: number
}

/** Tells whether a pair exists; undefined where the server has not shown it, or shown without it, since the last request about it. */
const exists = ({ value, confirmedAt }: KnownPair): boolean | undefined =>
  confirmedAt === Number.POSITIVE_INFINITY ? undefined : value !== undefined

const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

/** The metadata of one server according to the requests that set and delete its pairs. */
export class ServerPairs {
  readonly #pairs = new Map<string, KnownPair>()
  /** The keys that the server last showed by itself, since the last request about its pairs. */
  #shownKeys: ReadonlySet<string> | undefined
  /** The last request about a pair, until the server was seen with all the others. */
  #lastWrite: { readonly key: string; readonly keepsOthers: RequirementId; readonly exchange: number } | undefined
  readonly #held = new Map<string, Held>()
  /** The keys of all requests about pairs: a response may show one of them that is not known any more. */
  readonly #written = new Set<string>()
  /** When the last request about a pair was answered. */
  #writtenAt = Number.NEGATIVE_INFINITY

  constructor(requested: Readonly<Record<string, unknown>>, exchange: number) {
    const initial = { exchange, before: undefined, promise: undefined, confirmedAt: Number.POSITIVE_INFINITY }
    for (const [key, value] of Object.entries(requested))
      if (typeof value === 'string')
        this.#pairs.set(key, { key, value, certainAt: Number.NEGATIVE_INFINITY, ...initial })
  }

  /** Pairs were changed in a way that is not known. */
  forget(): void {
    for (const key of this.#pairs.keys()) this.#written.add(key)
    this.#pairs.clear()
    this.#held.clear()
    this.#shownKeys = undefined
    this.#lastWrite = undefined
  }

  /** A pair was set or deleted. */
  write(change: PairChange, receivedAt: number, graceMs: number): void {
    const { key, value, exchange } = change
    const earlier = this.#pairs.get(key)
    const existed = earlier === undefined ? this.#shownKeys?.has(key) : exists(earlier)
    const promise = value === undefined ? 'metadata.delete.removes' : setRequirement(existed)
    const confirmedAt = Number.POSITIVE_INFINITY
    this.#pairs.set(key, { ...change, before: earlier?.value, certainAt: receivedAt + graceMs, promise, confirmedAt })
    const keepsOthers = value === undefined ? 'metadata.delete.keeps-others' : 'metadata.set.keeps-others'
    this.#lastWrite = { key, keepsOthers, exchange }
    this.#writtenAt = receivedAt
    this.#shownKeys = undefined
    this.#held.clear()
  }

  /** A request about pairs was rejected: what is missing from now on, it may have removed, although it should not. */
  recordRejection(): void {
    for (const [key, pair] of this.#pairs) this.#pairs.set(key, { ...pair, promise: undefined })
    this.#lastWrite = undefined
  }

  /** Compares what a response shows while no request about the pairs is in progress. */
  read(shown: ShownPairs): readonly Contradiction[] {
    if (shown.sentAt < this.#writtenAt) return []
    return shown.view === 'server' ? this.#readServer(shown) : this.#readPart(shown, shown.view)
  }

  /** A pair that a response does not find. */
  missing(key: string, shown: Omit<ShownPairs, 'pairs' | 'view'>): readonly Contradiction[] {
    const known = this.#pairs.get(key)
    if (known?.value === undefined || shown.sentAt < this.#writtenAt) return []
    return this.#comparePart(known, { ...shown, pairs: {} }, 'item')
  }

  #readServer(shown: ShownPairs): readonly Contradiction[] {
    const { pairs, receivedAt, sentAt } = shown
    const released = [...this.#held].filter(([key, { expected }]) => pairs[key] === expected)
    this.#held.clear()
    const known = [...this.#pairs.values()]
    const differing = known.filter(({ key, value }) => pairs[key] !== value)
    for (const one of known) if (!differing.includes(one)) one.confirmedAt = Math.min(one.confirmedAt, receivedAt)
    const found = differing
      .filter(({ certainAt, confirmedAt }) => sentAt >= Math.min(certainAt, confirmedAt))
      .flatMap((one) => this.#compareServer(one, shown))
    this.#shownKeys = new Set(Object.keys(pairs))
    if (differing.length === 0) this.#lastWrite = undefined
    return [...released.map(([, { contradiction }]) => contradiction), ...found]
  }

  #compareServer(known: KnownPair, { pairs, pointer, sentAt }: ShownPairs): readonly Contradiction[] {
    const { key, promise, value } = known
    this.#pairs.delete(key)
    const isBroken = known.confirmedAt > sentAt && promise !== undefined
    const other = this.#lastWrite?.key === key ? undefined : this.#lastWrite
    const requirement = isBroken ? promise : other?.keepsOthers
    if (requirement === undefined) return []
    const { exchange } = isBroken ? known : (other ?? known)
    return [contradiction(requirement, key, `${pointer}/${key}`, exchange, value, pairs[key])]
  }

  #readPart(shown: ShownPairs, view: 'list' | 'item'): readonly Contradiction[] {
    const { pairs, exchange } = shown
    const isUnknown = (key: string): boolean => !this.#pairs.has(key) && !this.#written.has(key)
    const keys = Object.keys(pairs)
    // That a single pair comes alone is another requirement.
    const isComparable = view === 'list' || keys.length === 1
    const surplus = isComparable ? keys.find((key) => this.#shownKeys?.has(key) === false && isUnknown(key)) : undefined
    if (surplus !== undefined) this.#hold(surplus, surplusRequirements[view], undefined, exchange, pairs[surplus])
    return [...this.#pairs.values()].flatMap((known) =>
      view === 'list' || Object.hasOwn(pairs, known.key) ? this.#comparePart(known, shown, view) : [],
    )
  }

  #comparePart(
    known: KnownPair,
    { pairs, pointer, sentAt, exchange }: Omit<ShownPairs, 'view'>,
    view: 'list' | 'item',
  ): readonly Contradiction[] {
    const { key, value, confirmedAt, certainAt } = known
    // Until the server was shown since the last request, that request may have changed more than it should.
    if (pairs[key] === value || confirmedAt > sentAt || this.#shownKeys === undefined) return []
    const requirement = partRequirement(known, view, pairs[key])
    if (sentAt >= certainAt) return [contradiction(requirement, key, pointer, known.exchange, value, pairs[key])]
    this.#hold(key, requirement, value, exchange, pairs[key])
    return []
  }

  #hold(key: string, requirement: RequirementId, expected: string | undefined, exchange: number, value: unknown): void {
    const name = exchangeName(exchange)
    const contradiction = {
      requirement,
      message: `A response showed another value of the pair "${key}" than the server before and after it (${name}).`,
      at: 'body/server/metadata',
      expected: `${text(expected)} in ${name}, too`,
      actual: `${text(value)} (${name})`,
    }
    this.#held.set(key, { expected, contradiction })
  }
}

const contradiction = (
  requirement: RequirementId,
  key: string,
  at: string,
  exchange: number,
  expected: unknown,
  actual: unknown,
): Contradiction => ({
  requirement,
  message: `The pair "${key}" differs from an earlier exchange (${exchangeName(exchange)}).`,
  at,
  expected: text(expected),
  actual: text(actual),
})

const missingRequirements = { list: 'metadata.list.answers', item: 'metadata.show.answers' } as const
const surplusRequirements = { list: 'metadata.list.equals-show', item: 'metadata.unknown-refused' } as const

/** The requirement that is violated when a list or a single pair differs from the server itself. */
function partRequirement({ value, before, promise }: KnownPair, view: 'list' | 'item', shown: unknown): RequirementId {
  if (shown === undefined) return missingRequirements[view]
  if (shown === before && promise !== undefined) return promise
  if (value === undefined) return view === 'list' ? 'metadata.delete.removes' : surplusRequirements.item
  return view === 'item' ? 'metadata.show.answers' : 'metadata.list.equals-show'
}
