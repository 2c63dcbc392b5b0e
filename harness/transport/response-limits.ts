/**
 * What may come back at most. A target is trusted neither with memory nor with time; what goes beyond is not looked at, and
 * whatever was to be judged by it is inconclusive.
 */
export const limits = {
  /** Bytes of a body, as it comes and again when it is unpacked: a thousand servers in full detail need half of it. */
  body: 4 * 1024 * 1024,
  /** From so many bytes on, bodies are read one after the other. */
  longBody: 256 * 1024,
  /** Bytes of all headers together. */
  headers: 32 * 1024,
  /** Objects and lists within each other. */
  depth: 64,
  /** Objects, lists and their members, all together. */
  values: 200_000,
} as const

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const opening = new Set([0x5b, 0x7b])
const closing = new Set([0x5d, 0x7d])

/**
 * Why a JSON text is not to be parsed, or undefined: parsing, comparing and printing take memory by the number of values and
 * stack by their depth. Text that does not begin like JSON is never parsed, and passes.
 */
export function limitViolation(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  let depth = 0
  let values = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (opening.has(code)) {
      depth++
      values++
    } else if (closing.has(code)) depth--
    else if (code === comma) values++
    if (depth > limits.depth) return `is nested more than ${limits.depth} deep`
    if (values > limits.values) return `holds more than ${limits.values} values`
  }
  return undefined
}

/** Where a string ends that begins at `at`: its closing quote, or the end of the text. */
function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return end
  }
  return text.length
}
