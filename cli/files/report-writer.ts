import { closeSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { redactReport } from '#harness/core'
import { renderers } from '#reporters'
import type { Report } from '#results'
import { ensureFolder } from './output-folder.ts'
import { UsageError } from '../../engine/errors.ts'

export type ReportFormat = keyof typeof renderers

/** One report to write. Without a path it goes to the output folder, the console one to the terminal. */
export interface ReportRequest {
  readonly format: ReportFormat
  readonly path?: string
}

export const defaultReports: readonly ReportRequest[] = [{ format: 'console' }, { format: 'json' }, { format: 'html' }]

const fileNames: Readonly<Record<Exclude<ReportFormat, 'console'>, string>> = {
  json: 'report.json',
  html: 'report.html',
  junit: 'junit.xml',
  markdown: 'report.md',
}

export const isReportFormat = (name: string): name is ReportFormat => Object.hasOwn(renderers, name)

/** The file that an order goes to; none is the terminal. */
const fileOf = ({ format, path }: ReportRequest, out: string): string | undefined =>
  path ?? (format === 'console' ? undefined : join(out, fileNames[format]))

/** What is only to be read, and must still be there afterwards. */
const spare = (inputs: readonly string[], files: readonly string[]): void => {
  const hit = inputs.find((input) => files.includes(resolve(input)))
  if (hit !== undefined)
    throw new UsageError(`${hit}: would be overwritten by the new report`, {
      hint: 'Give another --out, or another path to --report.',
    })
}

/**
 * Makes the folder of a file and finds out whether the file can be written; it stays as it was. Returns whether it is one that keeps
 * what is written: a pipe is left alone, since who reads it would take a first opening for all there is.
 */
function prepare(file: string): boolean {
  ensureFolder(dirname(file))
  const before = statSync(file, { throwIfNoEntry: false })
  if (before && !before.isFile() && !before.isDirectory()) return false
  closeSync(openSync(file, 'a'))
  if (!before) rmSync(file)
  return true
}

/**
 * Finds out whether the reports can be written, before a run has taken its time and its money. Throws a UsageError when two of
 * them have the same file, when one would overwrite an input, and when a file cannot be written. Makes the folders.
 */
export function checkWritable(
  orders: readonly ReportRequest[],
  out: string,
  inputs: readonly (string | undefined)[],
): void {
  const files = orders.flatMap((order) => fileOf(order, out) ?? []).map((file) => resolve(file))
  const read = inputs.filter((input) => input !== undefined)
  spare(read, files)
  const taken = new Set<string>()
  for (const file of files) {
    if (taken.has(file)) throw new UsageError(`--report: two reports have the same file, ${file}`)
    try {
      if (prepare(file)) taken.add(file)
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : cause
      throw new UsageError(`--report: ${file} cannot be written (${String(code)})`, { cause })
    }
  }
}

export interface Writing {
  readonly out: string
  readonly lang: 'en' | 'ko'
  say(line: string): void
}

/**
 * Renders and writes each report. A renderer that breaks, or a file that cannot be written, spoils none of the others.
 * Returns whether all of them were written.
 */
export function writeReports(report: Report, orders: readonly ReportRequest[], { out, lang, say }: Writing): boolean {
  const shown = redactReport(report)
  const written = orders.map((order) => {
    const { format } = order
    try {
      const colour = format === 'console' && process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined
      const width = process.stdout.columns
      const text = renderers[format](shown, { lang, colour, ...(width === undefined ? {} : { width }) })
      const file = fileOf(order, out)
      if (file === undefined) {
        process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
        return true
      }
      ensureFolder(dirname(file))
      writeFileSync(file, text)
      return true
    } catch (error) {
      say(`The ${format} report could not be written: ${error instanceof Error ? error.message : error}`)
      return false
    }
  })
  return !written.includes(false)
}
