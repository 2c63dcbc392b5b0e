import { isExempt, type Report, type RequirementResult } from '#results'
import { findingDetails } from './finding-details.ts'
import {
  displayStatus,
  displayStatuses,
  exemptionText,
  formatDuration,
  groupByReason,
  groupResults,
  type RenderOptions,
} from './group-results.ts'
import { type Messages, messages } from './i18n/messages.ts'
import { codeBlock, codeCell, codeSpan, escapeMarkdown, table } from './text/markdown.ts'

const signs = { conformant: '✅', partial: '🟡', nonconformant: '❌', inconclusive: '❔' } as const

function figures({ requirements }: Report, say: Messages): readonly string[] {
  const asked = requirements.filter(({ off }) => !off)
  const used = displayStatuses.filter((name) => asked.some((result) => displayStatus(result) === name))
  const line = (level: 'must' | 'should' | 'may') => {
    const of = asked.filter((result) => result.level === level)
    const counts = used.map((name) => `${of.filter((result) => displayStatus(result) === name).length}`)
    return of.length === 0 ? [] : [[say.level[level], ...counts]]
  }
  return table(['', ...used.map((name) => say.outcome[name])], [...line('must'), ...line('should'), ...line('may')])
}

function failures(title: string, results: readonly RequirementResult[], say: Messages): readonly string[] {
  if (results.length === 0) return []
  const line = ({ id, findings: [first, ...others], more = 0 }: RequirementResult) => {
    const rest = others.length + more
    const told = escapeMarkdown(first?.message ?? '') + (rest > 0 ? ` (+${rest})` : '')
    return [`\`${id}\``, told, codeCell(first?.expected ?? ''), codeCell(first?.actual ?? '')]
  }
  const head = [say.requirement, say.message, say.expected, say.actual]
  return ['', `### ${title} (${results.length})`, '', ...table(head, results.map(line))]
}

const fold = (summary: string, content: readonly string[]): readonly string[] => [
  '',
  `<details><summary>${summary}</summary>`,
  '',
  ...content,
  '',
  '</details>',
]

function detail(report: Report, result: RequirementResult, lang: RenderOptions['lang']): readonly string[] {
  const say = messages[lang]
  const [first] = result.findings
  if (!first) return []
  const rows = findingDetails(report, result, first, lang).filter(([label]) => label !== say.reproduce)
  const list = rows.map(([label, value], at) => `- **${label}** ${at < 2 ? escapeMarkdown(value) : codeSpan(value)}`)
  return fold(`<code>${result.id}</code>`, [...list, ...(first.curl ? ['', ...codeBlock(first.curl)] : [])])
}

function listed(title: string, results: readonly RequirementResult[]): readonly string[] {
  if (results.length === 0) return []
  const lines = groupByReason(results).map(([reason, members]) => {
    const ids = members.map(({ id }) => `\`${id}\``).join(', ')
    return reason === '' ? `- ${ids}` : `- ${escapeMarkdown(reason)}: ${ids}`
  })
  return fold(`${title} (${results.length})`, lines)
}

function accepted(title: string, results: readonly RequirementResult[], say: Messages): readonly string[] {
  if (results.length === 0) return []
  const line = (result: RequirementResult) =>
    `- \`${result.id}\`: ${escapeMarkdown(result.findings[0]?.message ?? '')} (${escapeMarkdown(exemptionText(result, say.until))})`
  return fold(`${title} (${results.length})`, results.map(line))
}

function remains({ resources, errors, notes = [] }: Report, say: Messages): readonly string[] {
  const left = resources.leaked.map(
    ({ kind, id, remove }) => `- ${escapeMarkdown(kind)} ${codeSpan(id)}: ${codeSpan(remove)}`,
  )
  return [
    ...(left.length > 0 ? ['', `### ${say.leaked} (${left.length})`, '', ...left] : []),
    ...(errors.length > 0 ? ['', `### ${say.errors}`, '', ...errors.map((text) => `- ${escapeMarkdown(text)}`)] : []),
    ...(notes.length > 0 ? ['', `### ${say.notes}`, '', ...notes.map((text) => `- ${escapeMarkdown(text)}`)] : []),
  ]
}

/** A run as the summary of a CI job: the verdict, the failures as a table, and all the rest folded away. */
export function renderMarkdown(report: Report, { lang }: RenderOptions): string {
  const say = messages[lang]
  const { failedMusts, failedShoulds, undecided, skipped, unobserved, off, waived, known } = groupResults(
    report.requirements,
  )
  const excused = report.requirements.filter((result) => !result.off && isExempt(result)).length
  const { target, requests, durationMs, verdict } = report
  const facts = [
    codeSpan(target.url),
    `${say.profile.toLowerCase()} ${codeSpan(target.profile)}`,
    `${requests} ${say.requests.toLowerCase()}`,
  ]
  return [
    `## ${signs[verdict]} ${say.title}: ${say.verdict[verdict]}`,
    '',
    `${say.meaning[verdict]}${excused > 0 ? ` ${say.accepted(excused)}` : ''}`,
    '',
    `${[...facts, formatDuration(durationMs)].join(' · ')}`,
    '',
    ...figures(report, say),
    ...failures(say.failedMusts, failedMusts, say),
    ...failedMusts.flatMap((result) => detail(report, result, lang)),
    ...failures(say.failedShoulds, failedShoulds, say),
    ...listed(say.undecided, undecided),
    ...accepted(say.waived, waived, say),
    ...accepted(say.known, known, say),
    ...remains(report, say),
    ...listed(say.skipped, skipped),
    ...listed(say.unobserved, unobserved),
    ...listed(say.off, off),
    '',
  ].join('\n')
}
