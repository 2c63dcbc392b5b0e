import { sanitizeLine } from './sanitize.ts'

/** Characters with a meaning in Markdown, in HTML or on a forge: markup, mentions, issue numbers, automatic links. */
const special = /[&<>"`*_[\]|\\~@#$!]|:(?=\/\/)|(?<=www)\./gi

/** Escapes text with character references, which no renderer interprets as markup. */
export const escapeMarkdown = (text: string): string =>
  sanitizeLine(text).replace(special, (character) => `&#${character.codePointAt(0) ?? 0};`)

/** Returns a fence of backticks that is longer than any in the text. */
function fenceFor(text: string, minimum: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
  return '`'.repeat(Math.max(minimum, longest + 1))
}

/** Returns a code span with as many backticks as the text requires. */
export function codeSpan(text: string): string {
  const content = sanitizeLine(text) || ' '
  const fence = fenceFor(content, 1)
  return `${fence} ${content} ${fence}`
}

/** Returns a code span for a table cell, where a bar must be escaped even in code. */
export const codeCell = (text: string): string => codeSpan(text).replaceAll('|', '\\|')

/** Returns a fenced block of shell code. */
export function codeBlock(text: string): readonly string[] {
  const content = sanitizeLine(text)
  const fence = fenceFor(content, 3)
  return [`${fence}sh`, content, fence]
}

/** Returns a table. Cells are Markdown. */
export const table = (head: readonly string[], body: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`)
