import { redactReport } from '#engine/runner'
import { type FormatName, reportFormats } from '#reporters/formats'
import type { Report } from '#results'

export interface RenderReportOptions {
  /** Default: en. */
  readonly lang?: 'en' | 'ko'
  /** The lowest level whose failures count, for formats that gate a build. Default: must. */
  readonly failOn?: 'must' | 'should'
}

/** Returns a report as text in one of the formats of `--report`. The same report gives the same text. */
export async function renderReport(
  report: Report,
  format: FormatName,
  { lang = 'en', failOn = 'must' }: RenderReportOptions = {},
): Promise<string> {
  const render = await reportFormats[format].load()
  return render(redactReport(report), { lang, failOn })
}
