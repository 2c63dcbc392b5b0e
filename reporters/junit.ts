import type { Report, RequirementResult } from '#results'
import { findingDetails } from './finding-details.ts'
import { displayStatus, exemptionText, groupResults } from './group-results.ts'
import { type Lang, messages } from './i18n/index.ts'
import type { RenderOptions } from './render-options.ts'
import { sanitizeLine } from './text/sanitize.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Escapes text for an attribute or an element. `sanitizeLine` removes the characters that XML 1.0 does not allow. */
const escapeXml = (text: string): string =>
  sanitizeLine(text).replace(/[&<>"']/g, (character) => entities[character] ?? '')

const skippedElement = (label: string, reason: string | undefined): string =>
  `<skipped message="${escapeXml(reason === undefined ? label : `${label}: ${reason}`)}"/>`

function failureElement(report: Report, result: RequirementResult, lang: Lang): string {
  const { findings, level, more } = result
  const lines = findings.flatMap((finding) => [
    `  ${escapeXml(finding.message)}`,
    ...findingDetails(report, result, finding, lang).map(
      ([label, value]) => `    ${escapeXml(label)}: ${escapeXml(value)}`,
    ),
  ])
  const others = more === undefined ? [] : [`  + ${escapeXml(messages[lang].more(more))}`]
  const message = escapeXml(findings[0]?.message ?? '')
  return `<failure type="${level}" message="${message}">\n${[...lines, ...others].join('\n')}\n</failure>`
}

/** The child element that gives the outcome to a CI system. A pass has none. */
function outcomeElement(report: Report, result: RequirementResult, lang: Lang): string {
  const { outcome, reason } = result
  const t = messages[lang]
  const status = displayStatus(result)
  if (outcome === 'pass') return ''
  if (status === 'waived' || status === 'known')
    return skippedElement(t.outcome[status], exemptionText(result, t.until))
  if (outcome === 'skipped' || outcome === 'unobserved') return skippedElement(t.outcome[outcome], reason)
  if (outcome === 'fail') return failureElement(report, result, lang)
  return `<error type="${outcome}" message="${escapeXml(reason ?? t.outcome[outcome])}"/>`
}

function testCase(report: Report, result: RequirementResult, lang: Lang): string {
  const element = outcomeElement(report, result, lang)
  const start = `<testcase classname="${escapeXml(result.group)}" name="${escapeXml(result.id)}" time="0"`
  return element === '' ? `    ${start}/>` : `    ${start}>${element}</testcase>`
}

/** The counts of a suite. Unobserved requirements and accepted failures count as skipped. */
function countAttributes(results: readonly RequirementResult[]): string {
  const { failedMusts, failedShoulds, undecided, skipped, off, unobserved, waived, known } = groupResults(results)
  const failures = failedMusts.length + failedShoulds.length
  const skips = [skipped, off, unobserved, waived, known].reduce((sum, { length }) => sum + length, 0)
  return `tests="${results.length}" failures="${failures}" errors="${undecided.length}" skipped="${skips}"`
}

function requirementSuite(report: Report, group: string, lang: Lang): readonly string[] {
  const results = report.requirements.filter((result) => result.group === group)
  return [
    `  <testsuite name="${escapeXml(group)}" ${countAttributes(results)} time="0">`,
    ...results.map((result) => testCase(report, result, lang)),
    '  </testsuite>',
  ]
}

/** The errors of the run, which belong to no requirement. */
function errorSuite({ errors }: Report): readonly string[] {
  if (errors.length === 0) return []
  const counts = `tests="${errors.length}" failures="0" errors="${errors.length}" skipped="0"`
  const cases = errors.map(
    (text, index) =>
      `    <testcase classname="run" name="error ${index + 1}" time="0"><error type="error" message="${escapeXml(text)}"/></testcase>`,
  )
  return [`  <testsuite name="run" ${counts} time="0">`, ...cases, '  </testsuite>']
}

/**
 * Renders a report as JUnit XML for CI systems: a suite for each group of requirements, a case for each requirement. The `type` of
 * a failure is its level. Cases have no time, because several tests verify one requirement.
 */
export function renderJunit(report: Report, { lang }: RenderOptions): string {
  const t = messages[lang]
  const groups = [...new Set(report.requirements.map(({ group }) => group))]
  const seconds = (report.durationMs / 1000).toFixed(3)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(`${t.title}: ${t.verdict[report.verdict]}`)}" time="${seconds}">`,
    ...groups.flatMap((group) => requirementSuite(report, group, lang)),
    ...errorSuite(report),
    '</testsuites>',
    '',
  ].join('\n')
}
