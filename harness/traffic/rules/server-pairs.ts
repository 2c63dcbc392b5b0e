import type { RequirementId } from '#model'
import { type Contradiction, exchangeName } from '../../oracle/observation.ts'

/** Where a response shows pairs: with the server, in the list of pairs, or one alone. */
export type PairView = 'server' | 'list' | 'item'

/** A metadata pair according to the last request about its key. */
interface KnownPair extends PairChange {
  /** The value before; undefined if there was none, or if it is unknown. */
  readonly before: string | undefined
  /** When every response must show it at the latest, in milliseconds since the epoch. */
  readonly certainAt: number
  /** The requirement that is violated if the request has no effect; undefined for a pair of the create request. */
  readonly effectRequirement: RequirementId | undefined
  /** When showServer first showed it, in milliseconds since the epoch. */
  confirmedAt: number
}

/** Returns the requirement about a request that sets a pair; undefined if it is not known whether the pair existed. */
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

/** The contradiction of a list or a single pair; reported if showServer shows the expected value again. */
interface Held {
  readonly expected: string | undefined
  readonly contradiction: Contradiction
}

/** A pair whose value in a response is not the expected one. `exchange`: the earlier exchange, or that of the response. */
interface PairDifference {
  readonly requirement: RequirementId
  readonly key: string
  /** Pointer into the response. */
  readonly at: string
  readonly exchange: number
  readonly expected: string | undefined
  readonly actual: unknown
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

/** Tells whether a pair exists; undefined if no showServer has confirmed the last request about it. */
const exists = ({ value, confirmedAt }: KnownPair): boolean | undefined =>
  confirmedAt === Number.POSITIVE_INFINITY ? undefined : value !== undefined

const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

/** The metadata of one server according to the requests that set and delete its pairs. */
export class ServerPairs {
  readonly #pairs = new Map<string, KnownPair>()
  /** The keys in the last response to showServer; undefined after a request about the pairs. */
  #shownKeys: ReadonlySet<string> | undefined
  /** The last request about a pair; undefined once showServer has shown all other pairs after it. */
  #lastWrite: { readonly key: string; readonly keepsOthers: RequirementId; readonly exchange: number } | undefined
  readonly #held = new Map<string, Held>()
  /** The keys of all requests about pairs, also of forgotten ones: a response may show any of them. */
  readonly #written = new Set<string>()
  /** When the last request about a pair got its response. */
  #writtenAt = Number.NEGATIVE_INFINITY

  constructor(requested: Readonly<Record<string, unknown>>, exchange: number) {
    const initial = { exchange, before: undefined, effectRequirement: undefined, confirmedAt: Number.POSITIVE_INFINITY }
    for (const [key, value] of Object.entries(requested))
      if (typeof value === 'string')
        this.#pairs.set(key, { key, value, certainAt: Number.NEGATIVE_INFINITY, ...initial })
  }

  /** Stops comparing the pairs, because they were changed in an unknown way. */
  forget(): void {
    for (const key of this.#pairs.keys()) this.#written.add(key)
    this.#pairs.clear()
    this.#held.clear()
    this.#shownKeys = undefined
    this.#lastWrite = undefined
  }

  /** Records an accepted request that set or deleted a pair. */
  write(change: PairChange, receivedAt: number, graceMs: number): void {
    const { key, value, exchange } = change
    const earlier = this.#pairs.get(key)
    const existed = earlier === undefined ? this.#shownKeys?.has(key) : exists(earlier)
    const effectRequirement = value === undefined ? 'metadata.delete.removes' : setRequirement(existed)
    const confirmedAt = Number.POSITIVE_INFINITY
    this.#pairs.set(key, {
      ...change,
      before: earlier?.value,
      certainAt: receivedAt + graceMs,
      effectRequirement,
      confirmedAt,
    })
    const keepsOthers = value === undefined ? 'metadata.delete.keeps-others' : 'metadata.set.keeps-others'
    this.#lastWrite = { key, keepsOthers, exchange }
    this.#writtenAt = receivedAt
    this.#shownKeys = undefined
    this.#held.clear()
  }

  /**
   * Records that a request about pairs was rejected. It may have removed pairs nevertheless, so missing pairs are not attributed to earlier
   * requests.
   */
  recordRejection(): void {
    for (const [key, pair] of this.#pairs) this.#pairs.set(key, { ...pair, effectRequirement: undefined })
    this.#lastWrite = undefined
  }

  /** Compares the pairs in a response; to be called while no request about the pairs is in progress. */
  read(shown: ShownPairs): readonly Contradiction[] {
    if (shown.sentAt < this.#writtenAt) return []
    return shown.view === 'server' ? this.#readServer(shown) : this.#readPart(shown, shown.view)
  }

  /** Compares a response that does not find a pair. */
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
    const { key, effectRequirement, value } = known
    this.#pairs.delete(key)
    const isBroken = known.confirmedAt > sentAt && effectRequirement !== undefined
    const other = this.#lastWrite?.key === key ? undefined : this.#lastWrite
    const requirement = isBroken ? effectRequirement : other?.keepsOthers
    if (requirement === undefined) return []
    const { exchange } = isBroken ? known : (other ?? known)
    return [differs({ requirement, key, at: `${pointer}/${key}`, exchange, expected: value, actual: pairs[key] })]
  }

  #readPart(shown: ShownPairs, view: 'list' | 'item'): readonly Contradiction[] {
    const { pairs, exchange } = shown
    const isUnknown = (key: string): boolean => !this.#pairs.has(key) && !this.#written.has(key)
    const keys = Object.keys(pairs)
    // Another requirement covers a response about a single pair that has several.
    const isComparable = view === 'list' || keys.length === 1
    const surplus = isComparable ? keys.find((key) => this.#shownKeys?.has(key) === false && isUnknown(key)) : undefined
    if (surplus !== undefined) {
      const requirement = surplusRequirements[view]
      this.#hold({ requirement, key: surplus, exchange, expected: undefined, actual: pairs[surplus] })
    }
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
    // Before the first showServer after a request, that request may have changed other pairs.
    if (pairs[key] === value || confirmedAt > sentAt || this.#shownKeys === undefined) return []
    const requirement = partRequirement(known, view, pairs[key])
    const difference = { requirement, key, expected: value, actual: pairs[key] }
    if (sentAt >= certainAt) return [differs({ ...difference, at: pointer, exchange: known.exchange })]
    this.#hold({ ...difference, exchange })
    return []
  }

  #hold({ requirement, key, exchange, expected, actual }: Omit<PairDifference, 'at'>): void {
    const name = exchangeName(exchange)
    const contradiction = {
      requirement,
      message: `A response (${name}) has another value of the pair "${key}" than showServer before and after it.`,
      at: 'body/server/metadata',
      expected: `${text(expected)} in ${name}, too`,
      actual: `${text(actual)} (${name})`,
    }
    this.#held.set(key, { expected, contradiction })
  }
}

const differs = ({ requirement, key, at, exchange, expected, actual }: PairDifference): Contradiction => ({
  requirement,
  message: `The pair "${key}" differs from an earlier exchange (${exchangeName(exchange)}).`,
  at,
  expected: text(expected),
  actual: text(actual),
})

const missingRequirements = { list: 'metadata.list.answers', item: 'metadata.show.answers' } as const
const surplusRequirements = { list: 'metadata.list.equals-show', item: 'metadata.unknown-refused' } as const

/** Returns the requirement that is violated when a list or a single pair differs from showServer. */
function partRequirement(
  { value, before, effectRequirement }: KnownPair,
  view: 'list' | 'item',
  shown: unknown,
): RequirementId {
  if (shown === undefined) return missingRequirements[view]
  if (shown === before && effectRequirement !== undefined) return effectRequirement
  if (value === undefined) return view === 'list' ? 'metadata.delete.removes' : surplusRequirements.item
  return view === 'item' ? 'metadata.show.answers' : 'metadata.list.equals-show'
}
