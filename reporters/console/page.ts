import type { Report } from '#results'
import type { Lang, Messages } from '../i18n/index.ts'
import type { Style } from '../text/ansi.ts'
import { wrap } from '../text/columns.ts'
import { sanitizeLine } from '../text/sanitize.ts'

/** The inputs of every section of a console report: the report, its language, and the terminal. */
export interface ConsolePage {
  readonly report: Report
  readonly lang: Lang
  readonly t: Messages
  readonly style: Style
  readonly width: number
}

export type Lines = readonly string[]

/** Returns the title of a section with the number of its entries, after an empty line. */
export const heading = ({ style }: ConsolePage, title: string, count: number): Lines => [
  '',
  style(`${title} (${count})`, 'bold'),
]

/** Sanitizes text, wraps it and indents every line. */
export const paragraph = ({ width }: ConsolePage, text: string, indent: number): Lines =>
  wrap(sanitizeLine(text), width - indent).map((line) => ' '.repeat(indent) + line)

/** Formats text as `paragraph` does, with a bullet of one character before the first line. */
export function bulletPoint(page: ConsolePage, bullet: string, text: string): Lines {
  const [first = '', ...others] = paragraph(page, text, 4)
  return [`  ${bullet} ${first.slice(4)}`, ...others]
}
