import type { Report, RequirementResult } from '#results'
import { findingLines } from './ci/finding-text.ts'
import { type Gate, type GateStatus, gateOf } from './ci/gate-status.ts'
import { displayStatus, exemptionText } from './group-results.ts'
import { type Lang, type Messages, messages } from './i18n/index.ts'
import { localizeFindings } from './i18n/localize-findings.ts'
import { leftoverLines } from './leftovers.ts'
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

/** The report with how its requirements affect the gate. */
interface Content {
  readonly report: Report
  readonly gate: Gate
  readonly lang: Lang
}

const skippedElement = (label: string, reason: string | undefined): string =>
  `<skipped message="${escapeXml(reason === undefined ? label : `${label}: ${reason}`)}"/>`

/** Renders the text of an element on lines of its own. */
const block = (lines: readonly string[]): string => `\n${lines.map((line) => `  ${escapeXml(line)}`).join('\n')}\n`

function failureElement({ report, gate, lang }: Content, result: RequirementResult): string {
  const { findings, level, outcome } = result
  const t = messages[lang]
  const content = block(findingLines(report, result, lang))
  const message = findings[0]?.message ?? ''
  return gate(result) === 'failed'
    ? `<failure type="${level}" message="${escapeXml(message)}">${content}</failure>`
    : `<skipped message="${escapeXml(`${t.level[level]}, ${t.outcome[outcome]}: ${message}`)}">${content}</skipped>`
}

/**
 * Renders the child element that gives the outcome to a CI system. A pass has none; a failure that does not count is
 * skipped.
 */
function outcomeElement(content: Content, result: RequirementResult): string {
  const { outcome, reason } = result
  const t = messages[content.lang]
  const status = displayStatus(result)
  if (outcome === 'pass') return ''
  if (status === 'waived' || status === 'known')
    return skippedElement(t.outcome[status], exemptionText(result, t.until))
  if (outcome === 'fail') return failureElement(content, result)
  if (content.gate(result) === 'skipped') return skippedElement(t.outcome[outcome], reason && t.sentence(reason))
  return `<error type="${outcome}" message="${escapeXml(reason === undefined ? t.outcome[outcome] : t.sentence(reason))}"/>`
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

function testCase(content: Content, result: RequirementResult): string {
  const { group, id, ms = 0 } = result
  const element = outcomeElement(content, result)
  const start = `<testcase classname="${escapeXml(group)}" name="${escapeXml(id)}" time="${seconds(ms)}"`
  return element === '' ? `    ${start}/>` : `    ${start}>${element}</testcase>`
}

/** A suite with its counts; those of all suites add up to the totals. */
interface Suite {
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly lines: readonly string[]
}

/** Builds the suite of a group of requirements. Those that neither pass, fail nor are undecided count as skipped. */
function requirementSuite(content: Content, group: string): Suite {
  const { report, gate } = content
  const results = report.requirements.filter((result) => result.group === group)
  const count = (...statuses: readonly GateStatus[]): number =>
    results.filter((result) => statuses.includes(gate(result))).length
  const [tests, failures, errors] = [results.length, count('failed'), count('undecided')]
  const time = results.reduce((sum, { ms = 0 }) => sum + ms, 0)
  const counts = `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${count('skipped', 'remark')}"`
  const timestamp = `timestamp="${escapeXml(report.startedAt)}"`
  return {
    ...{ tests, failures, errors },
    lines: [
      `  <testsuite name="${escapeXml(group)}" ${counts} time="${seconds(time)}" ${timestamp}>`,
      ...results.map((result) => testCase(content, result)),
      '  </testsuite>',
    ],
  }
}

/** Builds a suite in which every case is an error; `output` belongs to all of them. */
function errorSuite(name: string, cases: readonly string[], output: readonly string[] = []): readonly Suite[] {
  if (cases.length === 0 && output.length === 0) return []
  const counts = `tests="${cases.length}" failures="0" errors="${cases.length}" skipped="0"`
  const lines = [
    `  <testsuite name="${name}" ${counts} time="0">`,
    ...cases,
    ...(output.length === 0 ? [] : [`    <system-out>${block(output)}</system-out>`]),
    '  </testsuite>',
  ]
  return [{ tests: cases.length, failures: 0, errors: cases.length, lines }]
}

/**
 * Builds the suite of the causes of undecided requirements, each with the ids that it blocks. A failure that is
 * accepted does not count as a cause.
 */
function causeSuite({ report, gate }: Content, t: Messages): readonly Suite[] {
  const undecided = new Set(report.requirements.filter((result) => gate(result) === 'undecided').map(({ id }) => id))
  const causes = report.causes.filter(({ blocks }) => blocks.some((id) => undecided.has(id)))
  const cases = causes.map(({ requirement, reason, blocks }, index) => {
    const count = blocks.length
    const title = requirement === undefined ? t.blocked(count) : t.blockedBy(count, requirement)
    const error = `<error type="inconclusive" message="${escapeXml(t.sentence(reason))}">${block(blocks)}</error>`
    return `    <testcase classname="causes" name="${escapeXml(`${index + 1}: ${title}`)}" time="0">${error}</testcase>`
  })
  return errorSuite('causes', cases)
}

/**
 * Builds the suite of everything that belongs to no requirement: the errors of the run, the resources that it has left,
 * and the notes.
 */
function runSuite({ errors, notes = [], resources }: Report, t: Messages): readonly Suite[] {
  const testCase = (name: string, type: string, message: string, lines: readonly string[] = []): string => {
    const error = `<error type="${type}" message="${escapeXml(message)}">${lines.length > 0 ? block(lines) : ''}</error>`
    return `    <testcase classname="run" name="${name}" time="0">${error}</testcase>`
  }
  const leftovers = leftoverLines(resources.leaked, t)
  const cases = [
    ...errors.map((text, index) => testCase(`error ${index + 1}`, 'error', t.sentence(text))),
    ...leftovers.map(({ text, remove }, index) => testCase(`leftover ${index + 1}`, 'leftover', text, [remove])),
  ]
  return errorSuite('run', cases, notes.map(t.sentence))
}

/**
 * Renders a report as JUnit XML for CI systems, valid by the schemas of Jenkins and Surefire: a suite of the causes of
 * undecided requirements, then a suite for each group of requirements with a case for each. The `type` of a failure is
 * its level. A failure that `failOn` lets pass is skipped, so that a CI system shows it without failing.
 */
export function renderJunit(original: Report, options: RenderOptions): string {
  const t = messages[options.lang]
  const report = localizeFindings(original, options.lang)
  const content = { report, gate: gateOf(report, options), lang: options.lang }
  const groups = [...new Set(report.requirements.map(({ group }) => group))]
  const suites = [
    ...causeSuite(content, t),
    ...groups.map((group) => requirementSuite(content, group)),
    ...runSuite(report, t),
  ]
  const total = (key: 'tests' | 'failures' | 'errors'): number => suites.reduce((sum, suite) => sum + suite[key], 0)
  const totals = `tests="${total('tests')}" failures="${total('failures')}" errors="${total('errors')}"`
  const name = `${t.title}: ${t.verdict[report.verdict]}. ${verdictSentence(report, t)}`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(name)}" ${totals} time="${seconds(report.durationMs)}">`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
    '',
  ].join('\n')
}
