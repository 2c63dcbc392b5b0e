/** Pure functions that render a report, a comparison of reports or a history, as text. They neither write files nor use a terminal. */
import type { Comparison, HistorySummary, RequirementMatrix } from '#results'
import { renderComparisonMarkdown } from './comparison/markdown.ts'
import { renderComparisonText } from './comparison/text.ts'
import { renderHistoryHtml } from './history/html.ts'
import { renderHistoryMarkdown } from './history/markdown.ts'
import { renderHistoryText } from './history/text.ts'
import { renderComparisonJson, renderHistoryJson } from './json.ts'
import { renderMatrixHtml } from './matrix/html.ts'
import { renderMatrixMarkdown } from './matrix/markdown.ts'
import { renderMatrixText } from './matrix/text.ts'
import type { RenderOptions } from './render-options.ts'

export type { RenderOptions } from './render-options.ts'
export { sanitizeLine } from './text/sanitize.ts'

/** Comparison renderers by the name of their format. */
export const comparisonRenderers = {
  text: renderComparisonText,
  json: renderComparisonJson,
  markdown: renderComparisonMarkdown,
} satisfies Record<string, (comparison: Comparison, options: RenderOptions) => string>

/** Renderers of a matrix of targets by the name of their format. */
export const matrixRenderers = {
  text: renderMatrixText,
  markdown: renderMatrixMarkdown,
  html: renderMatrixHtml,
} satisfies Record<string, (matrix: RequirementMatrix, options: RenderOptions) => string>

/** Renderers of a history of runs by the name of their format. */
export const historyRenderers = {
  text: renderHistoryText,
  markdown: renderHistoryMarkdown,
  html: renderHistoryHtml,
  json: renderHistoryJson,
} satisfies Record<string, (summary: HistorySummary, options: RenderOptions) => string>
