/** A text with escapes undone, and the way back to the original text. */
export interface DecodedText {
  readonly text: string
  /** The index in the original at which a character begins; for the length of `text`, the original's length. */
  readonly origin: (index: number) => number
}

/** Escapes of JSON, percent-encoding, and the HTML entities of characters that JSON and URLs are made of. */
const escapes = /\\(?:u[0-9a-f]{4}|["'\\/bfnrt])|%[0-9a-f]{2}|&(?:amp|quot|lt|gt|#39|#x27|#34|#38);/gi

const namedEscapes: Readonly<Record<string, string>> = {
  '\\b': '\b',
  '\\f': '\f',
  '\\n': '\n',
  '\\r': '\r',
  '\\t': '\t',
  '&amp;': '&',
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&#39;': "'",
  '&#x27;': "'",
  '&#34;': '"',
  '&#38;': '&',
}

/** Returns the character that an escape sequence stands for. Every percent-encoded byte becomes one character. */
function decodeEscape(sequence: string): string {
  if (sequence.startsWith('%')) return String.fromCharCode(Number.parseInt(sequence.slice(1), 16))
  if (/^\\u/i.test(sequence)) return String.fromCharCode(Number.parseInt(sequence.slice(2), 16))
  return namedEscapes[sequence.toLowerCase()] ?? sequence.slice(1)
}

/** From this index of the decoded text on, the original is ahead by `ahead` characters. */
type Offset = readonly [index: number, ahead: number]

/** Undoes one layer of escapes; undefined when the text has none. */
function decodeLayer({ text, origin }: DecodedText): DecodedText | undefined {
  if (!text.includes('\\') && !text.includes('%') && !text.includes('&')) return undefined
  const pieces: string[] = []
  const offsets: Offset[] = []
  let copied = 0
  let length = 0
  let ahead = 0
  for (const { 0: sequence, index } of text.matchAll(escapes)) {
    pieces.push(text.slice(copied, index), decodeEscape(sequence))
    length += index - copied + 1
    ahead += sequence.length - 1
    offsets.push([length, ahead])
    copied = index + sequence.length
  }
  if (offsets.length === 0) return undefined
  pieces.push(text.slice(copied))
  return { text: pieces.join(''), origin: (index) => origin(index + offsetAt(offsets, index)) }
}

/** Returns the offset at or before an index, by binary search. */
function offsetAt(offsets: readonly Offset[], index: number): number {
  let [low, high] = [0, offsets.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((offsets[middle]?.[0] ?? 0) <= index) low = middle + 1
    else high = middle
  }
  return offsets[low - 1]?.[1] ?? 0
}

/** Layers of escapes that are undone: JSON within a JSON string within a URL has three. */
const maxLayers = 4

/** Returns the text itself, and the text with one, two, … layers of escapes undone. */
export function decodeLayers(text: string): readonly DecodedText[] {
  const layers: DecodedText[] = []
  let layer: DecodedText | undefined = { text, origin: (index) => index }
  while (layer && layers.length <= maxLayers) {
    layers.push(layer)
    layer = decodeLayer(layer)
  }
  return layers
}
