const byteOrderMark = '\ufeff'

/** Tells whether a text begins with a byte order mark. */
export const hasByteOrderMark = (text: string): boolean => text.startsWith(byteOrderMark)

/**
 * Returns the value of a JSON text; undefined when it is not JSON. A byte order mark before it is ignored, as RFC 8259 section 8.1 permits
 * a parser, although no sender may add one.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(hasByteOrderMark(text) ? text.slice(byteOrderMark.length) : text)
  } catch {
    return undefined
  }
}
