import type { Finding } from '#model'
import type { Report } from '#results'
import { type Lang, messages } from './index.ts'

/**
 * Translates the parts of a finding that the suite worded into a language: its message, its step, what it expects and
 * has seen.
 */
export function localizeFinding(finding: Finding, lang: Lang): Finding {
  const t = messages[lang]
  return {
    ...finding,
    message: t.sentence(finding.message),
    expected: t.value(finding.expected),
    actual: t.value(finding.actual),
    ...(finding.step !== undefined && { step: t.step(finding.step) }),
  }
}

/** Translates all findings of a report into a language. */
export const localizeFindings = (report: Report, lang: Lang): Report => ({
  ...report,
  requirements: report.requirements.map((result) => ({
    ...result,
    findings: result.findings.map((finding) => localizeFinding(finding, lang)),
  })),
})
