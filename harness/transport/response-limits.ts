/**
 * Limits on every response: a faulty or hostile target must not exhaust memory or time. A response that exceeds them is not used, and the
 * requirements that depend on it are inconclusive.
 */
export const limits = {
  /** Bytes of a body, both as received and decompressed: twice the size of a thousand servers in full detail. */
  body: 4 * 1024 * 1024,
  /** Bodies with more bytes are read one at a time. */
  largeBody: 256 * 1024,
  /** Bytes of all headers together. */
  headers: 32 * 1024,
  /** Levels of nested objects and lists. */
  depth: 64,
  /** Objects, lists and their members in total. */
  values: 200_000,
} as const

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openingBracket = 0x5b
const openingBrace = 0x7b
const closingBracket = 0x5d
const closingBrace = 0x7d

/**
 * Returns how a JSON text exceeds the limits, as a predicate such as `has more than 200000 values`; undefined if it may be parsed. Parsing,
 * comparing and printing take memory by the number of values and stack by their depth. A text that does not begin like JSON is never parsed
 * and passes.
 */
export function limitViolation(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  let depth = 0
  let values = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === openingBracket || code === openingBrace) {
      depth++
      values++
    } else if (code === closingBracket || code === closingBrace) depth--
    else if (code === comma) values++
    if (depth > limits.depth) return `is nested more than ${limits.depth} levels deep`
    if (values > limits.values) return `has more than ${limits.values} values`
  }
  return undefined
}

/** Returns the index of the closing quote of the string that starts at `at`, or the length of the text. */
function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return end
  }
  return text.length
}
