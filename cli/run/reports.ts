import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { renderers } from '#reporters'
import type { Report } from '#results'
import { discreetReport } from '../discretion.ts'

export type ReportFormat = keyof typeof renderers

/** One report to write. Without a path it goes to the output folder, the console one to the terminal. */
export interface ReportOrder {
  readonly format: ReportFormat
  readonly path?: string
}

const fileNames: Readonly<Record<Exclude<ReportFormat, 'console'>, string>> = {
  json: 'report.json',
  html: 'report.html',
  junit: 'junit.xml',
  markdown: 'report.md',
}

export const isReportFormat = (name: string): name is ReportFormat => Object.hasOwn(renderers, name)

export interface Writing {
  readonly out: string
  readonly lang: 'en' | 'ko'
  say(line: string): void
}

/** Renders and writes each report. A renderer that breaks, or a file that cannot be written, spoils none of the others. */
export function writeReports(report: Report, orders: readonly ReportOrder[], { out, lang, say }: Writing): void {
  const shown = discreetReport(report)
  for (const { format, path } of orders) {
    try {
      const colour = format === 'console' && process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined
      const width = process.stdout.columns
      const text = renderers[format](shown, { lang, colour, ...(width === undefined ? {} : { width }) })
      if (format === 'console' && path === undefined) {
        process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
        continue
      }
      const file = path ?? join(out, format === 'console' ? 'report.txt' : fileNames[format])
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    } catch (error) {
      say(`The ${format} report could not be written: ${error instanceof Error ? error.message : error}`)
      process.exitCode = 3
    }
  }
}
