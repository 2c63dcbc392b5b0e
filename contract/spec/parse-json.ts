const byteOrderMark = '\ufeff'

/** Tells whether a text begins with a byte order mark. */
export const hasByteOrderMark = (text: string): boolean => text.startsWith(byteOrderMark)

function parse(text: string): unknown {
  try {
    return JSON.parse(hasByteOrderMark(text) ? text.slice(byteOrderMark.length) : text)
  } catch {
    return undefined
  }
}

/** The last text and its value: a body is parsed when it is received, and again when its content is compared. */
let last: { readonly text: string; readonly value: unknown } = { text: '', value: undefined }

/**
 * Returns the value of a JSON text, which must not be changed; undefined when it is not JSON. A byte order mark before it is ignored, as
 * RFC 8259 section 8.1 permits a parser, although no sender may add one.
 */
export function parseJson(text: string): unknown {
  if (text !== last.text) last = { text, value: parse(text) }
  return last.value
}
