import type { Report, RequirementResult } from '#results'
import { findingDetails } from './finding-details.ts'
import { displayStatus, exemptionText, groupResults, type RenderOptions } from './group-results.ts'
import { messages } from './i18n/messages.ts'
import { sanitizeLine } from './text/sanitize.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text for an attribute or an element. `visible` has taken out what XML 1.0 cannot hold. */
const xml = (text: string): string => sanitizeLine(text).replace(/[&<>"']/g, (character) => entities[character] ?? '')

/** Which element tells a CI system about an outcome; a pass needs none. */
function verdictElement(report: Report, result: RequirementResult, lang: RenderOptions['lang']): string {
  const { outcome, level, findings, more, reason } = result
  const say = messages[lang]
  if (outcome === 'pass') return ''
  const stands = displayStatus(result)
  if (stands === 'waived' || stands === 'known')
    return `<skipped message="${xml(`${say.outcome[stands]}: ${exemptionText(result, say.until)}`)}"/>`
  if (outcome === 'skipped' || outcome === 'unobserved')
    return `<skipped message="${xml(`${say.outcome[outcome]}${reason === undefined ? '' : `: ${reason}`}`)}"/>`
  if (outcome !== 'fail') return `<error type="${outcome}" message="${xml(reason ?? say.outcome[outcome])}"/>`
  const told = findings.flatMap((finding) => [
    `  ${xml(finding.message)}`,
    ...findingDetails(report, result, finding, lang).map(([label, value]) => `    ${xml(label)}: ${xml(value)}`),
  ])
  const rest = more === undefined ? [] : [`  + ${xml(say.more(more))}`]
  return `<failure type="${level}" message="${xml(findings[0]?.message ?? '')}">\n${[...told, ...rest].join('\n')}\n</failure>`
}

function testCase(report: Report, result: RequirementResult, lang: RenderOptions['lang']): string {
  const element = verdictElement(report, result, lang)
  const name = `<testcase classname="${xml(result.group)}" name="${xml(result.id)}" time="0"`
  return element === '' ? `    ${name}/>` : `    ${name}>${element}</testcase>`
}

/** The four counts that JUnit knows. What nothing reached counts as skipped, and so does a failure that was accepted. */
function counts(results: readonly RequirementResult[]): string {
  const { failedMusts, failedShoulds, undecided, skipped, off, unobserved, waived, known } = groupResults(results)
  const failures = failedMusts.length + failedShoulds.length
  const without = [skipped, off, unobserved, waived, known].reduce((sum, { length }) => sum + length, 0)
  return `tests="${results.length}" failures="${failures}" errors="${undecided.length}" skipped="${without}"`
}

/** Troubles belong to no requirement, yet must not be lost on those who only look at this file. */
function troubleSuite({ errors }: Report): readonly string[] {
  if (errors.length === 0) return []
  const one = (text: string, at: number) =>
    `    <testcase classname="run" name="trouble ${at + 1}" time="0"><error type="error" message="${xml(text)}"/></testcase>`
  const many = `tests="${errors.length}" failures="0" errors="${errors.length}" skipped="0"`
  return [`  <testsuite name="run" ${many} time="0">`, ...errors.map(one), '  </testsuite>']
}

/**
 * JUnit XML as CI systems read it: a suite for each part of the register, a case for each requirement. A failure's `type` is
 * its level, so that a broken recommendation can be told from a broken obligation. Cases are not timed: one requirement is
 * judged by many tests.
 */
export function renderJunit(report: Report, { lang }: RenderOptions): string {
  const groups = [...new Set(report.requirements.map(({ group }) => group))]
  const suites = groups.flatMap((group) => {
    const results = report.requirements.filter((result) => result.group === group)
    return [
      `  <testsuite name="${xml(group)}" ${counts(results)} time="0">`,
      ...results.map((result) => testCase(report, result, lang)),
      '  </testsuite>',
    ]
  })
  const title = xml(`${messages[lang].title}: ${messages[lang].verdict[report.verdict]}`)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${title}" time="${(report.durationMs / 1000).toFixed(3)}">`,
    ...suites,
    ...troubleSuite(report),
    '</testsuites>',
    '',
  ].join('\n')
}
