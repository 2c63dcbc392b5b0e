import { countExempt, type Report } from '#results'
import type { Messages } from './i18n/index.ts'
import { sanitizeLine } from './text/sanitize.ts'

/** Patterns of an option that a sentence contains before the others are left out. */
const maxPatterns = 4

function formatPatterns(option: string, patterns: readonly string[] = []): readonly string[] {
  const options = patterns.slice(0, maxPatterns).map((pattern) => `${option} ${pattern}`)
  return patterns.length > maxPatterns ? [...options, '…'] : options
}

/** Returns the options that limited the run to a part, as on a command line. Empty for a run of everything. */
const formatPart = ({ selection, shards }: Report): string =>
  sanitizeLine(
    [
      ...formatPatterns('--only', selection?.only),
      ...formatPatterns('--skip', selection?.skip),
      ...(shards?.indexes ?? []).map((index) => `--shard ${index}/${shards?.count}`),
    ].join(' '),
  )

/**
 * Formats the meaning of the verdict, the part of the suites that it covers, and whether some failures were not
 * counted.
 */
export function verdictSentence(report: Report, t: Messages): string {
  const exempt = countExempt(report.requirements)
  const part = formatPart(report)
  const included = report.requirements.filter(({ off }) => !off).length
  return [
    t.meaning[report.verdict],
    ...(part === '' ? [] : [t.limitedTo(part, included, report.requirements.length)]),
    ...(exempt > 0 ? [t.accepted(exempt)] : []),
  ].join(' ')
}
