/** A range of a text: the first character and the one after the last. */
export type Span = readonly [from: number, to: number]

/** Characters of an indexed substring (an n-gram). */
const ngram = 8
/** A match of this many characters is reported even when it is only a part of the indexed string. */
const minMatch = 16
/** Only every n-th n-gram of a long string is indexed: enough to find any `minMatch` characters of it. */
const sampleEvery = 4
/** Characters of a string that are indexed. */
const maxLength = 65_536
/** Indexed n-grams in total, so that a target that issues secrets without end does not exhaust memory. */
const maxNgrams = 300_000

/** A text that ends here was truncated: at its end or before an ellipsis, perhaps in the middle of an escape. */
const truncated = /^(?:%[\da-f]?|\\(?:u[\da-f]{0,3})?)?(?:\.\.\.|…|$)/i

const hashBase = 31
/** Weight of the character that leaves the rolling hash, as a 32-bit integer. */
const outgoingWeight = (hashBase ** (ngram - 1)) | 0
/** Part of a text is copied here: bytes of an array are read in a quarter of the time of characters of a string. */
const scratch = Buffer.alloc(65_536)
/** The part of a character that is hashed: a byte, as in `scratch`. */
const lowByte = 0xff

/** Bits of the prefilter (a Bloom filter with one hash), a power of two. One or two of a hundred hashes are false positives. */
const prefilterBits = 1 << 21
/** The number of low bits of a hash that select a bit in a 32-bit word. */
const bitNumberLength = 5
/** Returns the index of the prefilter word with the bit of a hash. */
const wordOf = (hash: number): number => (hash & (prefilterBits - 1)) >>> bitNumberLength

/**
 * Finds indexed strings in texts, whole or in parts of at least 16 characters, in one pass whatever their number: by
 * the rolling hash of eight characters (Rabin–Karp).
 */
export class SubstringIndex {
  readonly #all = new Set<string>()
  /** Strings shorter than an n-gram. */
  readonly #short: string[] = []
  readonly #long: string[] = []
  /** Hash of an n-gram → number of the string × `maxLength` + position in the string. */
  readonly #ngrams = new Map<number, number>()
  /** A bit for each indexed hash: it rules out most hashes of a text without a look-up in the map. */
  readonly #prefilter = new Int32Array(prefilterBits >>> bitNumberLength)

  add(value: string): void {
    if (value === '' || this.#all.has(value) || this.#ngrams.size > maxNgrams) return
    this.#all.add(value)
    if (value.length < ngram) {
      this.#short.push(value)
      return
    }
    const number = this.#long.push(value) - 1
    const step = value.length > 4 * minMatch ? sampleEvery : 1
    forEachHash(value.slice(0, maxLength), (hash, position) => {
      if (position % step > 0 || this.#ngrams.has(hash) || isMonotonous(value, position)) return
      this.#ngrams.set(hash, number * maxLength + position)
      const word = wordOf(hash)
      this.#prefilter[word] = (this.#prefilter[word] ?? 0) | (1 << hash)
    })
  }

  /** Returns the ranges of a text that match indexed strings; they may overlap. */
  find(text: string): Span[] {
    const spans: Span[] = []
    for (const value of this.#short) {
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length))
        spans.push([at, at + value.length])
    }
    if (this.#ngrams.size === 0) return spans
    let next = 0
    // Parts overlap, so that every n-gram is whole in one of them.
    for (let from = 0; from < text.length; from += scratch.length - ngram + 1) {
      const length = scratch.write(from === 0 ? text : text.slice(from), 'latin1')
      next = this.#findInScratch(text, from, length, next, spans)
    }
    return spans
  }

  /**
   * Adds the matches that begin in the part of a text in `scratch`. `next` is the first position that no match covers yet; returns the
   * one after them.
   */
  #findInScratch(text: string, from: number, length: number, next: number, spans: Span[]): number {
    const prefilter = this.#prefilter
    let covered = next
    let hash = 0
    // Written out instead of `forEachHash`: every character that a run exchanges passes here.
    for (let end = 0; end < length; end++) {
      if (end >= ngram) hash = (hash - Math.imul(scratch[end - ngram] ?? 0, outgoingWeight)) | 0
      hash = (Math.imul(hash, hashBase) + (scratch[end] ?? 0)) | 0
      const position = from + end - ngram + 1
      if ((((prefilter[wordOf(hash)] ?? 0) >> hash) & 1) === 0 || position < covered || end < ngram - 1) continue
      const entry = this.#ngrams.get(hash)
      const span = entry === undefined ? undefined : this.#match(text, position, entry)
      if (!span) continue
      spans.push(span)
      covered = span[1] - ngram + 1
    }
    return covered
  }

  /**
   * Extends the match of an n-gram to both sides. It counts when it is the whole string, at least `minMatch`
   * characters, or all that is left of the string in a truncated text.
   */
  #match(text: string, position: number, entry: number): Span | undefined {
    const value = this.#long[Math.floor(entry / maxLength)] ?? ''
    const shift = position - (entry % maxLength)
    let from = position
    while (from > Math.max(0, shift) && text[from - 1] === value[from - 1 - shift]) from--
    let to = position
    while (to < Math.min(text.length, shift + value.length) && text[to] === value[to - shift]) to++
    if (to - position < ngram) return undefined
    if (to - from === value.length) return [from, to]
    if (truncated.test(text.slice(to, to + 9))) return [from, to]
    return to - from >= minMatch ? aroundWord(text, from, to) : undefined
  }
}

const wordCharacter = /[\w%+=~-]/

/**
 * Extends a part of a secret to the ends of the words that it cuts: they may belong to a secret that is not known yet, and that
 * would not be recognized once its other part is removed.
 */
function aroundWord(text: string, from: number, to: number): Span {
  let [start, end] = [from, to]
  while (start > 0 && wordCharacter.test(text[start] ?? '') && wordCharacter.test(text[start - 1] ?? '')) start--
  while (end < text.length && wordCharacter.test(text[end - 1] ?? '') && wordCharacter.test(text[end] ?? '')) end++
  return [start, end]
}

/** Padding such as `xxxxxxxx` occurs in many texts and identifies no secret. */
function isMonotonous(text: string, position: number): boolean {
  let distinct = 0
  for (let i = 0; i < ngram; i++) {
    const code = text.charCodeAt(position + i)
    let j = 0
    while (j < i && text.charCodeAt(position + j) !== code) j++
    if (j === i && ++distinct === 4) return false
  }
  return true
}

/** Calls `visit` with the hash of the low bytes of every n-gram of a text, and its position. */
function forEachHash(text: string, visit: (hash: number, position: number) => void): void {
  let hash = 0
  for (let end = 0; end < text.length; end++) {
    if (end >= ngram) hash = (hash - Math.imul(text.charCodeAt(end - ngram) & lowByte, outgoingWeight)) | 0
    hash = (Math.imul(hash, hashBase) + (text.charCodeAt(end) & lowByte)) | 0
    if (end >= ngram - 1) visit(hash, end - ngram + 1)
  }
}
