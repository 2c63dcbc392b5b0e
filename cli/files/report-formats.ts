import type { renderers } from '#reporters'

export type ReportFormat = keyof typeof renderers

/** A report to write. Without a path it goes to the output folder, and the console report to standard output. */
export interface ReportRequest {
  readonly format: ReportFormat
  readonly path?: string
}

/** The name of each format's file in the output folder. */
const fileNames: Readonly<Record<ReportFormat, string | undefined>> = {
  console: undefined,
  json: 'report.json',
  html: 'report.html',
  junit: 'junit.xml',
  markdown: 'report.md',
}

export const reportFormats = Object.keys(fileNames)

export const isReportFormat = (name: string): name is ReportFormat => Object.hasOwn(fileNames, name)

/** The file of the format in the output folder; undefined for the console report. */
export const reportFileName = (format: ReportFormat): string | undefined => fileNames[format]

export const defaultReports: readonly ReportRequest[] = [{ format: 'console' }, { format: 'json' }, { format: 'html' }]
