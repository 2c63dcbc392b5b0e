const indent = '  '

const closingOf: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['[', ']'],
])

const isClosing = (token: string): boolean => token === '}' || token === ']'

/**
 * Indents JSON text without parsing it, so that numbers, escapes and repeated keys stay as they were sent and truncated text is
 * indented too. Text that does not start with an object or an array is returned unchanged.
 */
export function prettyJson(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text
  const tokens = text.match(/"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/gs) ?? []
  let depth = 0
  let result = ''
  tokens.forEach((token, index) => {
    const closing = closingOf.get(token)
    const closesEmpty = closingOf.get(tokens[index - 1] ?? '') === token
    if (isClosing(token) && !closesEmpty) {
      depth = Math.max(0, depth - 1)
      result += `\n${indent.repeat(depth)}`
    }
    result += token === ':' ? ': ' : token
    const opens = closing !== undefined && tokens[index + 1] !== closing
    if (opens) depth += 1
    if (opens || token === ',') result += `\n${indent.repeat(depth)}`
  })
  return result
}
