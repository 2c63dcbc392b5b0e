import type { Report, RequestedPart } from '#results'
import { countExempt } from './group-results.ts'
import type { Messages } from './i18n/index.ts'
import { sanitizeLine } from './text/sanitize.ts'

/** The options that limited the run to a part, as on a command line. */
function formatPart({ only = [], skip = [], shards }: RequestedPart): string {
  const options = [
    ...only.map((pattern) => `--only ${pattern}`),
    ...skip.map((pattern) => `--skip ${pattern}`),
    ...(shards?.indexes ?? []).map((index) => `--shard ${index}/${shards?.count}`),
  ]
  return sanitizeLine(options.join(' '))
}

/** What the verdict means, which part of the suites it is about, and whether failures were not counted. */
export function verdictSentence({ verdict, part, requirements }: Report, t: Messages): string {
  const exempt = countExempt(requirements)
  return [
    t.meaning[verdict],
    ...(part ? [t.limitedTo(formatPart(part))] : []),
    ...(exempt > 0 ? [t.accepted(exempt)] : []),
  ].join(' ')
}
