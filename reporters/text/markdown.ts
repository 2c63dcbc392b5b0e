import { sanitizeLine } from './sanitize.ts'

/** Characters that Markdown, HTML or a forge (mentions, issue numbers, links) would act on. */
const acting = /[&<>"`*_[\]|\\~@#$!]|:(?=\/\/)|(?<=www)\./gi

/** Running text: what would act becomes a character reference, which no renderer takes for markup. */
export const escapeMarkdown = (text: string): string =>
  sanitizeLine(text).replace(acting, (character) => `&#${character.codePointAt(0) ?? 0};`)

/** A code span, fenced by more backticks than the text holds in a row. */
export function codeSpan(text: string): string {
  const shown = sanitizeLine(text) || ' '
  const fence = '`'.repeat(1 + Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length)))
  return `${fence} ${shown} ${fence}`
}

/** The same within a table, where a bar would end the cell even in code. */
export const codeCell = (text: string): string => codeSpan(text).replaceAll('|', '\\|')

/** A block of shell, fenced in the same way. */
export function codeBlock(text: string): readonly string[] {
  const shown = sanitizeLine(text)
  const fence = '`'.repeat(Math.max(3, 1 + Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length))))
  return [`${fence}sh`, shown, fence]
}

/** A table; cells are Markdown. */
export const table = (head: readonly string[], body: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`)
