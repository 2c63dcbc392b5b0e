import { editionOf, type Report, type RequirementResult } from '#results'
import { displayStatus, exemptionText } from '../group-results.ts'
import { messages } from '../i18n/index.ts'
import { localizeFindings } from '../i18n/localize-findings.ts'
import { toJson } from '../json.ts'
import { leftoverLines } from '../leftovers.ts'
import type { RenderOptions } from '../render-options.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { verdictSentence } from '../verdict-sentence.ts'
import { findingLines } from './finding-text.ts'
import { type Gate, type GateStatus, gateOf } from './gate-status.ts'

/** CTRF has only the status `other` for a requirement that is undecided, or whose failure does not count. */
const statuses: Readonly<Record<GateStatus, 'passed' | 'failed' | 'skipped' | 'other'>> = {
  passed: 'passed',
  failed: 'failed',
  remark: 'other',
  undecided: 'other',
  skipped: 'skipped',
}

/** Returns the properties that have a value. */
function optional(properties: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const present = Object.entries(properties).flatMap(([name, text]) => (text ? [[name, text] as const] : []))
  return Object.fromEntries(present)
}

function ctrfTest(report: Report, result: RequirementResult, gate: Gate, { lang }: RenderOptions) {
  const t = messages[lang]
  const { id, group, level, outcome, reason, findings, operations, text, ms = 0 } = result
  const [finding] = findings
  const message = exemptionText(result, t.until) || (finding ? finding.message : t.sentence(reason ?? ''))
  return {
    name: id,
    testId: id,
    status: statuses[gate(result)],
    rawStatus: displayStatus(result),
    duration: Math.round(ms),
    suite: [group],
    tags: [level, ...operations],
    ...optional({
      message: sanitizeLine(message),
      trace: findingLines(report, result, lang).join('\n'),
      snippet: sanitizeLine(finding?.curl ?? ''),
    }),
    ...(outcome === 'unstable' && { flaky: true }),
    extra: { level, statement: text[lang] },
  }
}

/** Renders a report in the Common Test Report Format (ctrf.io): a test for each requirement. */
export function renderCtrf(original: Report, options: RenderOptions): string {
  const t = messages[options.lang]
  const report = localizeFindings(original, options.lang)
  const { target, tool, runId, startedAt, durationMs, verdict, requirements, errors, causes, resources } = report
  const gate = gateOf(report, options)
  const tests = requirements.map((result) => ctrfTest(report, result, gate, options))
  const count = (status: string): number => tests.filter((each) => each.status === status).length
  const start = Date.parse(startedAt)
  return toJson({
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: startedAt,
    generatedBy: 'compute-conformance',
    results: {
      tool: { name: 'compute-conformance', version: tool.version },
      summary: {
        tests: tests.length,
        ...{ passed: count('passed'), failed: count('failed'), skipped: count('skipped'), pending: 0 },
        other: count('other'),
        flaky: tests.filter(({ flaky }) => flaky).length,
        ...{ start, stop: start + Math.round(durationMs), duration: Math.round(durationMs) },
        extra: { verdict, sentence: verdictSentence(report, t) },
      },
      tests,
      environment: {
        reportName: t.title,
        appName: sanitizeLine(target.url),
        extra: { profile: target.profile, edition: editionOf(target), runId },
      },
      extra: {
        errors: errors.map((text) => sanitizeLine(t.sentence(text))),
        leftovers: leftoverLines(resources.leaked, t).map(({ text }) => sanitizeLine(text)),
        causes: causes.map(({ reason, ...cause }) => ({ ...cause, reason: sanitizeLine(t.sentence(reason)) })),
      },
    },
  })
}
