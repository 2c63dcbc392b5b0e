import { createHash } from 'node:crypto'
import type { Level } from '#model'
import type { Report, RequirementResult } from '#results'
import { groupResults } from '../group-results.ts'
import { localizeFindings } from '../i18n/localize-findings.ts'
import { toJson } from '../json.ts'
import type { RenderOptions } from '../render-options.ts'
import { sanitizeLine } from '../text/sanitize.ts'

const severities: Readonly<Record<Level, string>> = { must: 'critical', should: 'minor', may: 'info' }

/**
 * Renders the failures in the format of GitLab's code quality widget. A finding has no location in the source code of the project; its path
 * is that of the requirement in this package. The fingerprint is stable, so that the widget shows new and fixed failures.
 */
export function renderCodeQuality(report: Report, { lang }: RenderOptions): string {
  const { requirements } = localizeFindings(report, lang)
  const { failedMusts, failedShoulds } = groupResults(requirements)
  const entry = ({ id, group, level, text, findings }: RequirementResult) => ({
    description: `${id}: ${text[lang]} ${sanitizeLine(findings[0]?.message ?? '')}`.trim(),
    check_name: id,
    fingerprint: createHash('sha256').update(id).digest('hex'),
    severity: severities[level],
    location: { path: `requirements/${group}.yaml`, lines: { begin: 1 } },
  })
  return toJson([...failedMusts, ...failedShoulds].map(entry))
}
