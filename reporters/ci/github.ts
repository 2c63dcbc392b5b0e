import type { Report } from '#results'
import { groupResults } from '../group-results.ts'
import { messages } from '../i18n/index.ts'
import { localizeFindings } from '../i18n/localize-findings.ts'
import { leftoverGroups, leftoverLabel } from '../leftovers.ts'
import type { RenderOptions } from '../render-options.ts'
import { sanitizeLine } from '../text/sanitize.ts'
import { verdictSentence } from '../verdict-sentence.ts'
import { findingLines } from './finding-text.ts'
import { gateOf } from './gate-status.ts'

type Severity = 'error' | 'warning' | 'notice'

interface Annotation {
  readonly severity: Severity
  readonly title: string
  /** Sanitized lines of text. */
  readonly lines: readonly string[]
}

/** The number of annotations of one severity that GitHub shows for a step. It drops further ones silently. */
const maxPerSeverity = 10

/** How many lines an annotation has at most: GitHub folds longer ones. */
const maxLines = 40

const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

const command = ({ severity, title, lines }: Annotation): string =>
  `::${severity} title=${escapeProperty(sanitizeLine(title))}::${escapeData(lines.slice(0, maxLines).join('\n'))}`

/** Returns at most as many annotations as GitHub shows; if there are more, the last one states how many. */
function limited(annotations: readonly Annotation[], more: (count: number) => string): readonly Annotation[] {
  if (annotations.length <= maxPerSeverity) return annotations
  const shown = annotations.slice(0, maxPerSeverity - 1)
  const others = annotations.slice(maxPerSeverity - 1)
  return [
    ...shown,
    ...others.slice(0, 1).map(({ severity }) => ({
      severity,
      title: more(others.length),
      lines: [others.map(({ title }) => sanitizeLine(title)).join(', ')],
    })),
  ]
}

const annotation = (severity: Severity, title: string, lines: readonly string[]): Annotation => ({
  severity,
  title,
  lines,
})

/** Returns an annotation for everything of a report that needs attention, in order of importance. */
function annotationsOf(report: Report, options: RenderOptions): readonly Annotation[] {
  const { lang } = options
  const t = messages[lang]
  const { failedMusts, failedShoulds, unsettled } = groupResults(report.requirements)
  const gate = gateOf(report, options)
  const sentence = (text: string): string => sanitizeLine(t.sentence(text))
  const leftovers = leftoverGroups(report.resources.leaked, t)
  return [
    ...[...failedMusts, ...failedShoulds].map((result) => {
      const severity = gate(result) === 'failed' ? 'error' : 'warning'
      return annotation(severity, `${result.id} (${t.level[result.level]})`, findingLines(report, result, lang))
    }),
    ...report.errors.map((text) => annotation('error', t.errors, [sentence(text)])),
    ...report.causes.map(({ requirement, reason, blocks }) => {
      const title = requirement === undefined ? t.blocked(blocks.length) : t.blockedBy(blocks.length, requirement)
      return annotation('warning', title, [sentence(reason), ...blocks])
    }),
    ...unsettled.map(({ id, outcome, reason = '' }) =>
      annotation('warning', `${id} (${t.outcome[outcome]})`, [sentence(reason)]),
    ),
    ...leftovers.flatMap(({ title, resources }) =>
      resources.map((one) => {
        const label = `${t.kindName(one.kind)} ${leftoverLabel(one)}`
        return annotation('warning', title, [sanitizeLine(label), sanitizeLine(one.remove)])
      }),
    ),
  ]
}

/**
 * Renders a report as workflow commands of GitHub Actions: the verdict, an error for each failure that counts, a warning for each that does
 * not and for each cause of undecided requirements. Text from the target can neither end a command nor begin one.
 */
export function renderGithub(original: Report, options: RenderOptions): string {
  const t = messages[options.lang]
  const report = localizeFindings(original, options.lang)
  const annotations = annotationsOf(report, options)
  const shown = (['error', 'warning'] as const).flatMap((severity) =>
    limited(
      annotations.filter((each) => each.severity === severity),
      t.more,
    ),
  )
  const verdict = annotation('notice', `${t.title}: ${t.verdict[report.verdict]}`, [verdictSentence(report, t)])
  return `${[verdict, ...shown].map(command).join('\n')}\n`
}
