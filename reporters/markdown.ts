import type { Report, RequirementResult } from '#results'
import { byReason, digest, duration, type RenderOptions } from './digest.ts'
import { findingRows } from './finding-rows.ts'
import { visible } from './visible.ts'
import { type Words, words } from './words.ts'

/** Characters that Markdown, HTML or a forge (mentions, issue numbers, links) would act on. */
const acting = /[&<>"`*_[\]|\\~@#$!]|:(?=\/\/)|(?<=www)\./gi

/** Running text: what would act becomes a character reference, which no renderer takes for markup. */
const plain = (text: string): string =>
  visible(text).replace(acting, (character) => `&#${character.codePointAt(0) ?? 0};`)

/** A code span, fenced by more backticks than the text holds in a row. */
function code(text: string): string {
  const shown = visible(text) || ' '
  const fence = '`'.repeat(1 + Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length)))
  return `${fence} ${shown} ${fence}`
}

/** The same within a table, where a bar would end the cell even in code. */
const codeCell = (text: string): string => code(text).replaceAll('|', '\\|')

function block(text: string): readonly string[] {
  const shown = visible(text)
  const fence = '`'.repeat(Math.max(3, 1 + Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length))))
  return [`${fence}sh`, shown, fence]
}

const signs = { conformant: '✅', partial: '🟡', nonconformant: '❌', inconclusive: '❔' } as const

const table = (head: readonly string[], body: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`)

function figures({ requirements }: Report, say: Words): readonly string[] {
  const outcomes = ['pass', 'fail', 'error', 'inconclusive', 'unstable', 'skipped', 'unobserved'] as const
  const asked = requirements.filter(({ off }) => !off)
  const used = outcomes.filter((outcome) => asked.some((result) => result.outcome === outcome))
  const line = (level: 'must' | 'should' | 'may') => {
    const of = asked.filter((result) => result.level === level)
    const counts = used.map((outcome) => `${of.filter((result) => result.outcome === outcome).length}`)
    return of.length === 0 ? [] : [[say.level[level], ...counts]]
  }
  return table(
    ['', ...used.map((outcome) => say.outcome[outcome])],
    [...line('must'), ...line('should'), ...line('may')],
  )
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

function remains({ resources, troubles }: Report, say: Words): readonly string[] {
  const left = resources.leaked.map(({ kind, id, remove }) => `- ${plain(kind)} ${code(id)}: ${code(remove)}`)
  return [
    ...(left.length > 0 ? ['', `### ${say.leaked} (${left.length})`, '', ...left] : []),
    ...(troubles.length > 0 ? ['', `### ${say.troubles}`, '', ...troubles.map((text) => `- ${plain(text)}`)] : []),
  ]
}

/** A run as the summary of a CI job: the verdict, the failures as a table, and all the rest folded away. */
export function renderMarkdown(report: Report, { lang }: RenderOptions): string {
  const say = words[lang]
  const { failedMusts, failedShoulds, undecided, skipped, unobserved, off } = digest(report.requirements)
  const { target, requests, durationMs, verdict } = report
  const facts = [
    code(target.url),
    `${say.profile.toLowerCase()} ${code(target.profile)}`,
    `${requests} ${say.requests.toLowerCase()}`,
  ]
  return [
    `## ${signs[verdict]} ${say.title}: ${say.verdict[verdict]}`,
    '',
    say.meaning[verdict],
    '',
    `${[...facts, duration(durationMs)].join(' · ')}`,
    '',
    ...figures(report, say),
    ...failures(say.failedMusts, failedMusts, say),
    ...failedMusts.flatMap((result) => detail(report, result, lang)),
    ...failures(say.failedShoulds, failedShoulds, say),
    ...listed(say.undecided, undecided),
    ...remains(report, say),
    ...listed(say.skipped, skipped),
    ...listed(say.unobserved, unobserved),
    ...listed(say.off, off),
    '',
  ].join('\n')
}
