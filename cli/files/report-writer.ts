import { closeSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from '#engine/errors'
import { redactReport } from '#engine/runner'
import { renderers } from '#reporters'
import type { Report } from '#results'
import { hasColour } from '../output.ts'
import { ensureFolder } from './output-folder.ts'
import { type ReportRequest, reportFileName } from './report-formats.ts'

/** The file of a report; undefined for standard output. */
function fileOf({ format, path }: ReportRequest, out: string): string | undefined {
  const name = reportFileName(format)
  return path ?? (name === undefined ? undefined : join(out, name))
}

/**
 * Creates the folder of a file and tests whether the file can be written, without changing it. Returns false for anything but a
 * regular file: a pipe is not opened, since its reader would take the first opening for the whole content.
 */
function isWritableFile(file: string): boolean {
  ensureFolder(dirname(file))
  const existing = statSync(file, { throwIfNoEntry: false })
  if (existing && !existing.isFile() && !existing.isDirectory()) return false
  closeSync(openSync(file, 'a'))
  if (!existing) rmSync(file)
  return true
}

/**
 * Checks before a run that its reports can be written, and creates their folders. Throws a UsageError when two reports have the
 * same file, when one would overwrite an input of the command, and when a file cannot be written.
 */
export function checkWritable(
  requests: readonly ReportRequest[],
  out: string,
  inputs: readonly (string | undefined)[],
): void {
  const files = requests.flatMap((request) => fileOf(request, out) ?? []).map((file) => resolve(file))
  const overwritten = inputs.find((input) => input !== undefined && files.includes(resolve(input)))
  if (overwritten !== undefined)
    throw new UsageError(`${overwritten}: would be overwritten by the new report`, {
      hint: 'Give another --out, or another path to --report.',
    })
  const checked = new Set<string>()
  for (const file of files) {
    if (checked.has(file)) throw new UsageError(`--report: two reports have the same file, ${file}`)
    try {
      if (isWritableFile(file)) checked.add(file)
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : cause
      throw new UsageError(`--report: ${file} cannot be written (${String(code)})`, { cause })
    }
  }
}

export interface WriteOptions {
  readonly out: string
  readonly lang: 'en' | 'ko'
  printError(line: string): void
}

function writeReport(report: Report, request: ReportRequest, { out, lang }: WriteOptions): void {
  const { format } = request
  const width = process.stdout.columns
  const colour = format === 'console' && hasColour()
  const text = renderers[format](report, { lang, colour, ...(width === undefined ? {} : { width }) })
  const file = fileOf(request, out)
  if (file === undefined) {
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    return
  }
  ensureFolder(dirname(file))
  writeFileSync(file, text)
}

/** Renders and writes each report, even if an earlier one fails. Returns true when all of them were written. */
export function writeReports(report: Report, requests: readonly ReportRequest[], options: WriteOptions): boolean {
  const redacted = redactReport(report)
  let allWritten = true
  for (const request of requests) {
    try {
      writeReport(redacted, request, options)
    } catch (error) {
      allWritten = false
      const reason = error instanceof Error ? error.message : error
      options.printError(`The ${request.format} report could not be written: ${reason}`)
    }
  }
  return allWritten
}
