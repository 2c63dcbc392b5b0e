import { closeSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from '#engine/errors'
import { redactReport } from '#engine/runner'
import { formatFile, reportFormats } from '#reporters/formats'
import type { Report } from '#results'
import { hasColour } from '../output.ts'
import { isGithubJob, printAnnotations, writeStepSummary } from './github.ts'
import { ensureFolder } from './output-folder.ts'
import type { ReportRequest } from './report-formats.ts'

/** Returns the file of a report; undefined for standard output. */
function fileOf({ format, path }: ReportRequest, out: string): string | undefined {
  const name = formatFile(format)
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
  readonly failOn: 'must' | 'should'
  /** Whether to annotate a job of GitHub Actions although no report of the format `github` was requested. */
  readonly github: boolean
  printError(line: string): void
}

async function writeReport(report: Report, request: ReportRequest, options: WriteOptions): Promise<void> {
  const { out, lang, failOn } = options
  const { format } = request
  const width = process.stdout.columns
  const colour = format === 'console' && hasColour()
  const render = await reportFormats[format].load()
  const text = render(report, { lang, failOn, colour, ...(width === undefined ? {} : { width }) })
  const file = fileOf(request, out)
  if (file === undefined) {
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    return
  }
  ensureFolder(dirname(file))
  writeFileSync(file, text)
}

const locationLabels = { en: 'Report', ko: '보고서' }

/** Prints the path of the HTML report below a console report. */
function printLocation(requests: readonly ReportRequest[], { out, lang }: WriteOptions): void {
  const html = requests.find(({ format }) => format === 'html')
  const hasConsole = requests.some((request) => request.format === 'console' && fileOf(request, out) === undefined)
  if (html && hasConsole) process.stdout.write(`${locationLabels[lang]}: ${fileOf(html, out)}\n`)
}

/** Renders and writes each report, even if an earlier one fails. Returns true when all of them were written. */
export async function writeReports(
  report: Report,
  requests: readonly ReportRequest[],
  options: WriteOptions,
): Promise<boolean> {
  const redacted = redactReport(report)
  const failed: string[] = []
  const attempt = async (name: string, write: () => Promise<void>): Promise<void> => {
    try {
      await write()
    } catch (error) {
      failed.push(name)
      options.printError(`The ${name} could not be written: ${error instanceof Error ? error.message : error}`)
    }
  }
  for (const request of requests)
    await attempt(`${request.format} report`, () => writeReport(redacted, request, options))
  const isRequested = requests.some(({ format }) => format === 'github')
  if (isRequested || (options.github && isGithubJob(process.env)))
    await attempt('step summary', () => writeStepSummary(redacted, options, process.env))
  if (!isRequested && options.github && isGithubJob(process.env))
    await attempt('annotations', () => printAnnotations(redacted, options))
  if (!failed.includes('html report')) printLocation(requests, options)
  return failed.length === 0
}
