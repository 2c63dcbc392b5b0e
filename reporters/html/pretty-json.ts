const indent = '  '

/**
 * Indents JSON text without parsing it, so that numbers, escapes and repeated keys stay as they were sent and truncated text is
 * indented too. Text that does not start with an object or an array is returned unchanged.
 */
export function prettyJson(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text
  const tokens = text.match(/"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/gs) ?? []
  let depth = 0
  let result = ''
  tokens.forEach((token, at) => {
    const empty = (token === '{' && tokens[at + 1] === '}') || (token === '[' && tokens[at + 1] === ']')
    const closesEmpty = (token === '}' && tokens[at - 1] === '{') || (token === ']' && tokens[at - 1] === '[')
    if ((token === '}' || token === ']') && !closesEmpty) {
      depth = Math.max(0, depth - 1)
      result += `\n${indent.repeat(depth)}`
    }
    result += token === ':' ? ': ' : token
    if ((token === '{' || token === '[') && !empty) depth += 1
    if (token === ',' || ((token === '{' || token === '[') && !empty)) result += `\n${indent.repeat(depth)}`
  })
  return result
}
