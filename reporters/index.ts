/** The reporters room: pure functions from a report, or a comparison of reports, to a text. They write nothing and know no terminal. */
import type { Comparison, Report } from '#results'
import { renderComparisonMarkdown } from './comparison/markdown.ts'
import { renderComparisonText } from './comparison/text.ts'
import { renderConsole } from './console.ts'
import type { RenderOptions } from './group-results.ts'
import { renderHtml } from './html.ts'
import { renderComparisonJson, renderJson } from './json.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'

export type { RenderOptions } from './group-results.ts'
export { sanitizeLine } from './text/sanitize.ts'

/** Every format of a report by its name on the command line. */
export const renderers = {
  console: renderConsole,
  json: renderJson,
  html: renderHtml,
  junit: renderJunit,
  markdown: renderMarkdown,
} satisfies Record<string, (report: Report, options: RenderOptions) => string>

/** Every format of a comparison by its name on the command line. */
export const comparisonRenderers = {
  text: renderComparisonText,
  json: renderComparisonJson,
  markdown: renderComparisonMarkdown,
} satisfies Record<string, (comparison: Comparison, options: RenderOptions) => string>
