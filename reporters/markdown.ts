import { isAccepted, type Report, type RequirementResult } from '#results'
import { byReason, digest, duration, excuse, type RenderOptions, standing, standings } from './digest.ts'
import { findingRows } from './finding-rows.ts'
import { block, code, codeCell, plain, table } from './markdown-text.ts'
import { type Words, words } from './words.ts'

const signs = { conformant: '✅', partial: '🟡', nonconformant: '❌', inconclusive: '❔' } as const

function figures({ requirements }: Report, say: Words): readonly string[] {
  const asked = requirements.filter(({ off }) => !off)
  const used = standings.filter((name) => asked.some((result) => standing(result) === name))
  const line = (level: 'must' | 'should' | 'may') => {
    const of = asked.filter((result) => result.level === level)
    const counts = used.map((name) => `${of.filter((result) => standing(result) === name).length}`)
    return of.length === 0 ? [] : [[say.level[level], ...counts]]
  }
  return table(['', ...used.map((name) => say.outcome[name])], [...line('must'), ...line('should'), ...line('may')])
}

function failures(title: string, results: readonly RequirementResult[], say: Words): readonly string[] {
  if (results.length === 0) return []
  const line = ({ id, findings: [first, ...others], more = 0 }: RequirementResult) => {
    const rest = others.length + more
    const told = plain(first?.message ?? '') + (rest > 0 ? ` (+${rest})` : '')
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
  const say = words[lang]
  const [first] = result.findings
  if (!first) return []
  const rows = findingRows(report, result, first, lang).filter(([label]) => label !== say.reproduce)
  const list = rows.map(([label, value], at) => `- **${label}** ${at < 2 ? plain(value) : code(value)}`)
  return fold(`<code>${result.id}</code>`, [...list, ...(first.curl ? ['', ...block(first.curl)] : [])])
}

function listed(title: string, results: readonly RequirementResult[]): readonly string[] {
  if (results.length === 0) return []
  const lines = byReason(results).map(([reason, members]) => {
    const ids = members.map(({ id }) => `\`${id}\``).join(', ')
    return reason === '' ? `- ${ids}` : `- ${plain(reason)}: ${ids}`
  })
  return fold(`${title} (${results.length})`, lines)
}

function accepted(title: string, results: readonly RequirementResult[], say: Words): readonly string[] {
  if (results.length === 0) return []
  const line = (result: RequirementResult) =>
    `- \`${result.id}\`: ${plain(result.findings[0]?.message ?? '')} (${plain(excuse(result, say.until))})`
  return fold(`${title} (${results.length})`, results.map(line))
}

function remains({ resources, troubles, notes = [] }: Report, say: Words): readonly string[] {
  const left = resources.leaked.map(({ kind, id, remove }) => `- ${plain(kind)} ${code(id)}: ${code(remove)}`)
  return [
    ...(left.length > 0 ? ['', `### ${say.leaked} (${left.length})`, '', ...left] : []),
    ...(troubles.length > 0 ? ['', `### ${say.troubles}`, '', ...troubles.map((text) => `- ${plain(text)}`)] : []),
    ...(notes.length > 0 ? ['', `### ${say.notes}`, '', ...notes.map((text) => `- ${plain(text)}`)] : []),
  ]
}

/** A run as the summary of a CI job: the verdict, the failures as a table, and all the rest folded away. */
export function renderMarkdown(report: Report, { lang }: RenderOptions): string {
  const say = words[lang]
  const { failedMusts, failedShoulds, undecided, skipped, unobserved, off, waived, known } = digest(report.requirements)
  const excused = report.requirements.filter((result) => !result.off && isAccepted(result)).length
  const { target, requests, durationMs, verdict } = report
  const facts = [
    code(target.url),
    `${say.profile.toLowerCase()} ${code(target.profile)}`,
    `${requests} ${say.requests.toLowerCase()}`,
  ]
  return [
    `## ${signs[verdict]} ${say.title}: ${say.verdict[verdict]}`,
    '',
    `${say.meaning[verdict]}${excused > 0 ? ` ${say.accepted(excused)}` : ''}`,
    '',
    `${[...facts, duration(durationMs)].join(' · ')}`,
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
