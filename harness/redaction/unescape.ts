/** A reading of a text with its escapes undone, and where each of its characters stands in the text itself. */
export interface DecodedText {
  readonly text: string
  /** Index of the original at which a character of the reading begins; one more entry says where the last one ends. */
  readonly origin: (index: number) => number
}

/** JSON's escapes, a percent sign's two digits, and the entities by which HTML escapes what JSON and URLs are made of. */
const escapes = /\\(?:u[0-9a-f]{4}|["'\\/bfnrt])|%[0-9a-f]{2}|&(?:amp|quot|lt|gt|#39|#x27|#34|#38);/gi

const named: Readonly<Record<string, string>> = {
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

/** The one character that an escape stands for. Bytes of a percent sign are taken one by one. */
function character(found: string): string {
  if (found.startsWith('%')) return String.fromCharCode(Number.parseInt(found.slice(1), 16))
  if (/^\\u/i.test(found)) return String.fromCharCode(Number.parseInt(found.slice(2), 16))
  return named[found.toLowerCase()] ?? found.slice(1)
}

/** A reading with one more layer of escapes undone; undefined when it has none. */
function unescaped({ text, origin }: DecodedText): DecodedText | undefined {
  const pieces: string[] = []
  /** At which index of the new text the original runs ahead, and by how much then. */
  const jumps: [at: number, ahead: number][] = []
  let copied = 0
  let length = 0
  let ahead = 0
  for (const { 0: found, index } of text.matchAll(escapes)) {
    pieces.push(text.slice(copied, index), character(found))
    length += index - copied + 1
    ahead += found.length - 1
    jumps.push([length, ahead])
    copied = index + found.length
  }
  if (jumps.length === 0) return undefined
  pieces.push(text.slice(copied))
  return { text: pieces.join(''), origin: (index) => origin(index + runAhead(jumps, index)) }
}

/** The last jump at or before an index, by halving. */
function runAhead(jumps: readonly (readonly [number, number])[], index: number): number {
  let [low, high] = [0, jumps.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((jumps[middle]?.[0] ?? 0) <= index) low = middle + 1
    else high = middle
  }
  return jumps[low - 1]?.[1] ?? 0
}

/** Escapes within escapes that are undone: JSON in a string of JSON in a URL is three. */
const layers = 4

/** The text as it stands, and with its escapes undone layer by layer. */
export function decodeLayers(text: string): readonly DecodedText[] {
  let reading: DecodedText | undefined = { text, origin: (index) => index }
  const all: DecodedText[] = []
  while (reading && all.length <= layers) {
    all.push(reading)
    reading = unescaped(reading)
  }
  return all
}
