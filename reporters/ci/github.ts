import type { Report, RequirementResult } from '#results'
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

/**
 * Renders a report as workflow commands of GitHub Actions: the verdict, an error for each failure that counts, a warning for each that does
 * not and for each cause of undecided requirements. Text from the target can neither end a command nor begin one.
 */
export function renderGithub(original: Report, options: RenderOptions): string {
  const { lang } = options
  const report = localizeFindings(original, lang)
  const t = messages[lang]
  const { failedMusts, failedShoulds, unsettled } = groupResults(report.requirements)
  const gate = gateOf(report, options)
  const failure = (result: RequirementResult): Annotation => ({
    severity: gate(result) === 'failed' ? 'error' : 'warning',
    title: `${result.id} (${t.level[result.level]})`,
    lines: findingLines(report, result, lang),
  })
  const annotations: readonly Annotation[] = [
    ...failedMusts.map(failure),
    ...failedShoulds.map(failure),
    ...report.errors.map(
      (text): Annotation => ({
        severity: 'error',
        title: t.errors,
        lines: [sanitizeLine(t.sentence(text))],
      }),
    ),
    ...report.causes.map(
      ({ requirement, reason, blocks }): Annotation => ({
        severity: 'warning',
        title: requirement === undefined ? t.blocked(blocks.length) : t.blockedBy(blocks.length, requirement),
        lines: [sanitizeLine(t.sentence(reason)), ...blocks],
      }),
    ),
    ...unsettled.map(
      ({ id, outcome, reason = '' }): Annotation => ({
        severity: 'warning',
        title: `${id} (${t.outcome[outcome]})`,
        lines: [sanitizeLine(t.sentence(reason))],
      }),
    ),
    ...leftoverGroups(report.resources.leaked, t).flatMap(({ title, resources }) =>
      resources.map(
        (one): Annotation => ({
          severity: 'warning',
          title,
          lines: [sanitizeLine(`${t.kindName(one.kind)} ${leftoverLabel(one)}`), sanitizeLine(one.remove)],
        }),
      ),
    ),
  ]
  const ofSeverity = (severity: Severity) =>
    limited(
      annotations.filter((each) => each.severity === severity),
      t.more,
    )
  const verdict: Annotation = {
    severity: 'notice',
    title: `${t.title}: ${t.verdict[report.verdict]}`,
    lines: [verdictSentence(report, t)],
  }
  return `${[verdict, ...ofSeverity('error'), ...ofSeverity('warning')].map(command).join('\n')}\n`
}
