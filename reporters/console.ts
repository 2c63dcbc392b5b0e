import type { Report } from '#results'
import { briefList, exemptList, failureList, tokenHint } from './console/findings.ts'
import { causeList, contestedList, errorList, leakedList, noteList, reasonList } from './console/lists.ts'
import type { ConsolePage } from './console/page.ts'
import { summary } from './console/summary.ts'
import { groupResults } from './group-results.ts'
import { messages } from './i18n/index.ts'
import { localizeFindings } from './i18n/localize-findings.ts'
import type { RenderOptions } from './render-options.ts'
import { createStyle } from './text/ansi.ts'

/**
 * Renders a report for the terminal: what prevents requirements from being decided, the failures with all details, everything else
 * in brief, and the verdict last, where it is visible when the run ends. At least 40 columns wide.
 */
export function renderConsole(original: Report, { lang, colour = false, width = 100 }: RenderOptions): string {
  const t = messages[lang]
  const report = localizeFindings(original, lang)
  const page: ConsolePage = { report, lang, t, style: createStyle(colour), width: Math.max(width, 40) }
  const groups = groupResults(report.requirements)
  const lines = [
    ...causeList(page),
    ...failureList(page, t.failedMusts, groups.failedMusts),
    ...failureList(page, t.failedShoulds, groups.failedShoulds),
    ...tokenHint(page),
    ...briefList(page, t.unsettled, groups.unsettled),
    ...exemptList(page, t.waived, groups.waived),
    ...exemptList(page, t.known, groups.known),
    ...reasonList(page, t.skipped, groups.skipped),
    ...reasonList(page, t.unobserved, groups.unobserved),
    ...contestedList(page),
    ...noteList(page),
    ...errorList(page),
    ...leakedList(page),
    ...summary(page),
  ]
  return `${lines.join('\n').trimStart()}\n`
}
