import type { Report } from '#results'
import { type Lang, messages } from './index.ts'

/** The report with findings in a language, as far as the suite worded them: their messages, what they expect and have seen. */
export function localizeFindings(report: Report, lang: Lang): Report {
  const t = messages[lang]
  const requirements = report.requirements.map((result) => ({
    ...result,
    findings: result.findings.map((finding) => ({
      ...finding,
      message: t.sentence(finding.message),
      expected: t.value(finding.expected),
      actual: t.value(finding.actual),
    })),
  }))
  return { ...report, requirements }
}
