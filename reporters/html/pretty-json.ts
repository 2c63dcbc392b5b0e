const indent = '  '

/**
 * Lays JSON text out over several lines without reading it: numbers, escapes and doubled keys stay as they were sent, and text
 * that was cut short is laid out as far as it goes. Text that does not begin like an object or a list is left alone.
 */
export function prettyJson(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text
  const tokens = text.match(/"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/gs) ?? []
  let depth = 0
  let laid = ''
  tokens.forEach((token, at) => {
    const empty = (token === '{' && tokens[at + 1] === '}') || (token === '[' && tokens[at + 1] === ']')
    const closesEmpty = (token === '}' && tokens[at - 1] === '{') || (token === ']' && tokens[at - 1] === '[')
    if ((token === '}' || token === ']') && !closesEmpty) {
      depth = Math.max(0, depth - 1)
      laid += `\n${indent.repeat(depth)}`
    }
    laid += token === ':' ? ': ' : token
    if ((token === '{' || token === '[') && !empty) depth += 1
    if (token === ',' || ((token === '{' || token === '[') && !empty)) laid += `\n${indent.repeat(depth)}`
  })
  return laid
}
