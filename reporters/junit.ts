import type { Report, RequirementResult } from '#results'
import { findingDetails } from './finding-details.ts'
import { displayStatus, exemptionText, groupResults } from './group-results.ts'
import { type Lang, type Messages, messages } from './i18n/index.ts'
import type { RenderOptions } from './render-options.ts'
import { sanitizeLine } from './text/sanitize.ts'
import { verdictSentence } from './verdict-sentence.ts'

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
  if (outcome === 'skipped' || outcome === 'unobserved')
    return skippedElement(t.outcome[outcome], reason && t.sentence(reason))
  if (outcome === 'fail') return failureElement(report, result, lang)
  return `<error type="${outcome}" message="${escapeXml(reason === undefined ? t.outcome[outcome] : t.sentence(reason))}"/>`
}

function testCase(report: Report, result: RequirementResult, lang: Lang): string {
  const element = outcomeElement(report, result, lang)
  const start = `<testcase classname="${escapeXml(result.group)}" name="${escapeXml(result.id)}" time="0"`
  return element === '' ? `    ${start}/>` : `    ${start}>${element}</testcase>`
}

/** The counts of a suite. Unobserved requirements and accepted failures count as skipped. */
function countAttributes(results: readonly RequirementResult[]): string {
  const groups = groupResults(results)
  const { failedMusts, failedShoulds, inconclusive, unsettled, skipped, off, unobserved, waived, known } = groups
  const failures = failedMusts.length + failedShoulds.length
  const errors = inconclusive.length + unsettled.length
  const skips = [skipped, off, unobserved, waived, known].reduce((sum, { length }) => sum + length, 0)
  return `tests="${results.length}" failures="${failures}" errors="${errors}" skipped="${skips}"`
}

function requirementSuite(report: Report, group: string, lang: Lang): readonly string[] {
  const results = report.requirements.filter((result) => result.group === group)
  return [
    `  <testsuite name="${escapeXml(group)}" ${countAttributes(results)} time="0">`,
    ...results.map((result) => testCase(report, result, lang)),
    '  </testsuite>',
  ]
}

/** A suite of which every case is an error; `output` belongs to all of them. */
function errorSuite(name: string, cases: readonly string[], output: readonly string[] = []): readonly string[] {
  if (cases.length === 0 && output.length === 0) return []
  const counts = `tests="${cases.length}" failures="0" errors="${cases.length}" skipped="0"`
  const lines = output.map((line) => `  ${escapeXml(line)}`)
  return [
    `  <testsuite name="${name}" ${counts} time="0">`,
    ...cases,
    ...(lines.length === 0 ? [] : [`    <system-out>\n${lines.join('\n')}\n</system-out>`]),
    '  </testsuite>',
  ]
}

/** What prevents requirements from being decided, each cause with their ids. */
function causeSuite({ causes }: Report, t: Messages): readonly string[] {
  const cases = causes.map(({ requirement, reason, blocks }, index) => {
    const count = blocks.length
    const title = requirement === undefined ? t.blocked(count) : t.blockedBy(count, requirement)
    const ids = blocks.map((id) => `  ${escapeXml(id)}`).join('\n')
    const error = `<error type="inconclusive" message="${escapeXml(t.sentence(reason))}">\n${ids}\n</error>`
    return `    <testcase classname="causes" name="${escapeXml(`${index + 1}: ${title}`)}" time="0">${error}</testcase>`
  })
  return errorSuite('causes', cases)
}

/** The errors of the run, which belong to no requirement, and the notes. */
function runSuite({ errors, notes = [] }: Report, t: Messages): readonly string[] {
  const cases = errors.map(
    (text, index) =>
      `    <testcase classname="run" name="error ${index + 1}" time="0"><error type="error" message="${escapeXml(t.sentence(text))}"/></testcase>`,
  )
  return errorSuite('run', cases, notes.map(t.sentence))
}

/**
 * Renders a report as JUnit XML for CI systems: a suite for what prevents requirements from being decided, then a suite for each
 * group of requirements with a case for each requirement. The `type` of a failure is its level. Cases have no time, because several tests verify one requirement.
 */
export function renderJunit(report: Report, { lang }: RenderOptions): string {
  const t = messages[lang]
  const groups = [...new Set(report.requirements.map(({ group }) => group))]
  const seconds = (report.durationMs / 1000).toFixed(3)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(`${t.title}: ${t.verdict[report.verdict]}. ${verdictSentence(report, t)}`)}" time="${seconds}">`,
    ...causeSuite(report, t),
    ...groups.flatMap((group) => requirementSuite(report, group, lang)),
    ...runSuite(report, t),
    '</testsuites>',
    '',
  ].join('\n')
}
