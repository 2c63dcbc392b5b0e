import { editionOf, type Report, type RequirementResult } from '#results'
import { findingDetails } from './finding-details.ts'
import { displayStatus, displayStatuses, exemptionText, groupByReason, groupResults } from './group-results.ts'
import { type Lang, type Messages, messages } from './i18n/index.ts'
import { localizeFindings } from './i18n/localize-findings.ts'
import { leftoverGroups, leftoverLabel } from './leftovers.ts'
import type { RenderOptions } from './render-options.ts'
import { durationWithPath } from './text/duration-with-path.ts'
import { codeBlock, codeCell, codeSpan, escapeMarkdown, table } from './text/markdown.ts'
import { verdictSentence } from './verdict-sentence.ts'

const verdictSymbols = { conformant: '✅', partial: '🟡', nonconformant: '❌', inconclusive: '❔' } as const

type Lines = readonly string[]

/** Renders, per level, the number of requirements of each status that occurs. */
function countTable({ requirements }: Report, t: Messages): Lines {
  const included = requirements.filter(({ off }) => !off)
  const statuses = displayStatuses.filter((status) => included.some((result) => displayStatus(result) === status))
  const rows = (['must', 'should', 'may'] as const).flatMap((level) => {
    const ofLevel = included.filter((result) => result.level === level)
    const counts = statuses.map((status) => ofLevel.filter((result) => displayStatus(result) === status).length)
    return ofLevel.length === 0 ? [] : [[t.level[level], ...counts.map(String)]]
  })
  return table(['', ...statuses.map((status) => t.outcome[status])], rows)
}

function failureTable(title: string, results: readonly RequirementResult[], t: Messages): Lines {
  if (results.length === 0) return []
  const rows = results.map(({ id, findings: [first, ...others], more = 0 }) => {
    const count = others.length + more
    const message = escapeMarkdown(first?.message ?? '') + (count > 0 ? ` (+${count})` : '')
    return [`\`${id}\``, message, codeCell(first?.expected ?? ''), codeCell(first?.actual ?? '')]
  })
  return ['', `### ${title} (${results.length})`, '', ...table([t.requirement, t.finding, t.expected, t.actual], rows)]
}

const collapsed = (summary: string, content: Lines): Lines => [
  '',
  `<details><summary>${summary}</summary>`,
  '',
  ...content,
  '',
  '</details>',
]

/** Renders the details of the first finding, collapsed. */
function failureDetails(report: Report, result: RequirementResult, lang: Lang): Lines {
  const t = messages[lang]
  const [first] = result.findings
  if (!first) return []
  const rows = findingDetails(report, result, first, lang).filter(([label]) => label !== t.reproduce)
  const list = rows.map(([label, value]) => {
    const isProse = label === t.requiredBy || label === t.source
    return `- **${label}** ${isProse ? escapeMarkdown(value) : codeSpan(value)}`
  })
  return collapsed(`<code>${result.id}</code>`, [...list, ...(first.curl ? ['', ...codeBlock(first.curl)] : [])])
}

/** Renders the causes of undecided requirements, each with their ids, collapsed. */
function causeSection({ causes }: Report, t: Messages): Lines {
  if (causes.length === 0) return []
  const lines = causes.flatMap(({ requirement, reason, blocks }) => {
    const count = blocks.length
    const title = requirement === undefined ? t.blocked(count) : t.blockedBy(count, `<code>${requirement}</code>`)
    return collapsed(`${title}: ${escapeMarkdown(t.sentence(reason))}`, [blocks.map((id) => `\`${id}\``).join(', ')])
  })
  return ['', `### ${t.causes} (${causes.length})`, ...lines]
}

function reasonList(title: string, results: readonly RequirementResult[], t: Messages): Lines {
  if (results.length === 0) return []
  const lines = groupByReason(results).map(([reason, members]) => {
    const ids = members.map(({ id }) => `\`${id}\``).join(', ')
    return reason === '' ? `- ${ids}` : `- ${escapeMarkdown(t.sentence(reason))}: ${ids}`
  })
  return collapsed(`${title} (${results.length})`, lines)
}

function exemptList(title: string, results: readonly RequirementResult[], t: Messages): Lines {
  if (results.length === 0) return []
  const lines = results.map((result) => {
    const message = escapeMarkdown(result.findings[0]?.message ?? '')
    return `- \`${result.id}\`: ${message} (${escapeMarkdown(exemptionText(result, t.until))})`
  })
  return collapsed(`${title} (${results.length})`, lines)
}

const section = (title: string, lines: Lines): Lines => (lines.length === 0 ? [] : ['', `### ${title}`, '', ...lines])

function runSections({ resources, errors, notes = [] }: Report, t: Messages): Lines {
  const leaked = leftoverGroups(resources.leaked, t).flatMap((group) =>
    section(
      `${group.title} (${group.resources.length})`,
      group.resources.map(
        (one) => `- ${escapeMarkdown(t.kindName(one.kind))} ${codeSpan(leftoverLabel(one))}: ${codeSpan(one.remove)}`,
      ),
    ),
  )
  const listItem = (text: string): string => `- ${escapeMarkdown(t.sentence(text))}`
  return [...leaked, ...section(t.errors, errors.map(listItem)), ...section(t.notes, notes.map(listItem))]
}

/** Renders a report as the summary of a CI job: the verdict, the causes and the failures, with everything else collapsed. */
export function renderMarkdown(original: Report, { lang }: RenderOptions): string {
  const t = messages[lang]
  const report = localizeFindings(original, lang)
  const groups = groupResults(report.requirements)
  const { target, requests, verdict } = report
  const facts = [
    codeSpan(target.url),
    `${t.profile.toLowerCase()} ${codeSpan(target.profile)}`,
    `${t.edition.toLowerCase()} ${editionOf(target)}`,
    t.requestCount(requests),
    durationWithPath(report, t),
  ]
  return [
    `## ${verdictSymbols[verdict]} ${t.title}: ${t.verdict[verdict]}`,
    '',
    escapeMarkdown(verdictSentence(report, t)),
    '',
    facts.join(' · '),
    '',
    ...countTable(report, t),
    ...causeSection(report, t),
    ...failureTable(t.failedMusts, groups.failedMusts, t),
    ...groups.failedMusts.flatMap((result) => failureDetails(report, result, lang)),
    ...failureTable(t.failedShoulds, groups.failedShoulds, t),
    ...groups.failedShoulds.flatMap((result) => failureDetails(report, result, lang)),
    ...reasonList(t.unsettled, groups.unsettled, t),
    ...exemptList(t.waived, groups.waived, t),
    ...exemptList(t.known, groups.known, t),
    ...runSections(report, t),
    ...reasonList(t.skipped, groups.skipped, t),
    ...reasonList(t.unobserved, groups.unobserved, t),
    ...reasonList(t.off, groups.off, t),
    '',
  ].join('\n')
}
