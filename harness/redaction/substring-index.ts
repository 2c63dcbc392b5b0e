/** A place in a text: from the first character to the one after the last. */
export type Span = readonly [from: number, to: number]

/** Characters of which an index entry is made. */
const ngram = 8
/** So much of a secret in a row is the secret, even when the rest was cut off. */
const minMatch = 16
/** Of a long secret every so manieth gram is indexed: enough to find `telling` characters of it in a row. */
const sampleEvery = 4
/** Characters of a needle that are indexed at most. */
const longest = 65_536
/** Grams that are kept at most; a target that issues secrets without end must not fill our memory. */
const capacity = 300_000

/** How a text goes on where it was shortened: perhaps in the middle of an escape, then with an ellipsis or not at all. */
const cutOff = /^(?:%[\da-f]?|\\(?:u[\da-f]{0,3})?)?(?:\.\.\.|…|$)/i

const base = 31
/** Size of the table that says which hashes cannot be any gram's: most of a text is passed over by it alone. A power of two. */
const prefilterSize = 1 << 18

/** What the character that leaves the window counted for. */
const leaving = base ** (ngram - 1)

/**
 * Finds known strings in texts, whole or in pieces of at least sixteen characters, in one pass whatever their number: by the
 * rolling hash of eight characters (Karp and Rabin).
 */
export class SubstringIndex {
  readonly #needles: string[] = []
  /** Those too short for a gram. */
  readonly #short: string[] = []
  readonly #known = new Set<string>()
  /** Hash → which needle, and where in it. */
  readonly #grams = new Map<number, number>()
  /** 1 where a gram's hash ends in this index. */
  readonly #sieve = new Uint8Array(prefilterSize)

  add(needle: string): void {
    if (needle === '' || this.#known.has(needle) || this.#grams.size > capacity) return
    this.#known.add(needle)
    if (needle.length < ngram) {
      this.#short.push(needle)
      return
    }
    const number = this.#needles.push(needle) - 1
    const step = needle.length > 4 * minMatch ? sampleEvery : 1
    rolling(needle.slice(0, longest), (hash, at) => {
      if (at % step > 0 || this.#grams.has(hash) || isMonotonous(needle, at)) return
      this.#grams.set(hash, number * longest + at)
      this.#sieve[hash & (prefilterSize - 1)] = 1
    })
  }

  /** Where known strings stand; the places may overlap. */
  find(text: string): Span[] {
    const found: Span[] = []
    for (const needle of this.#short) {
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length))
        found.push([at, at + needle.length])
    }
    let until = 0
    const sieve = this.#sieve
    rolling(text, (hash, at) => {
      if (sieve[hash & (prefilterSize - 1)] !== 1 || at < until) return
      const place = this.#grams.get(hash)
      const span = place === undefined ? undefined : this.#match(text, at, place)
      if (!span) return
      found.push(span)
      until = span[1] - ngram + 1
    })
    return found
  }

  /** What text and needle have in common around a place, if it is the whole needle, enough of it, or as much as was left of it. */
  #match(text: string, at: number, place: number): Span | undefined {
    const needle = this.#needles[Math.floor(place / longest)] ?? ''
    const shift = at - (place % longest)
    let from = at
    while (from > Math.max(0, shift) && text[from - 1] === needle[from - 1 - shift]) from--
    let to = at
    while (to < Math.min(text.length, shift + needle.length) && text[to] === needle[to - shift]) to++
    if (to - at < ngram) return undefined
    const isWhole = to - from === needle.length
    const isCut = cutOff.test(text.slice(to, to + 9))
    return isWhole || isCut || to - from >= minMatch ? [from, to] : undefined
  }
}

/** Padding such as `xxxxxxxx` stands in many texts and tells of no secret. */
const isMonotonous = (text: string, at: number): boolean => new Set(text.slice(at, at + ngram)).size < 4

/** Calls with the hash of every eight characters in a row, and where they begin. */
function rolling(text: string, visit: (hash: number, at: number) => void): void {
  let hash = 0
  for (let end = 0; end < text.length; end++) {
    if (end >= ngram) hash = (hash - Math.imul(text.charCodeAt(end - ngram), leaving)) | 0
    hash = (Math.imul(hash, base) + text.charCodeAt(end)) | 0
    if (end >= ngram - 1) visit(hash, end - ngram + 1)
  }
}
