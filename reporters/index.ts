/** Pure functions that render a report, or a comparison of reports, as text. They neither write files nor use a terminal. */
import type { Comparison, Report } from '#results'
import { renderComparisonMarkdown } from './comparison/markdown.ts'
import { renderComparisonText } from './comparison/text.ts'
import { renderConsole } from './console.ts'
import { renderHtml } from './html.ts'
import { renderComparisonJson, renderJson } from './json.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'
import type { RenderOptions } from './render-options.ts'

export type { RenderOptions } from './render-options.ts'
export { sanitizeLine } from './text/sanitize.ts'

/** Report renderers by the name of their format. */
export const renderers = {
  console: renderConsole,
  json: renderJson,
  html: renderHtml,
  junit: renderJunit,
  markdown: renderMarkdown,
} satisfies Record<string, (report: Report, options: RenderOptions) => string>

/** Comparison renderers by the name of their format. */
export const comparisonRenderers = {
  text: renderComparisonText,
  json: renderComparisonJson,
  markdown: renderComparisonMarkdown,
} satisfies Record<string, (comparison: Comparison, options: RenderOptions) => string>
