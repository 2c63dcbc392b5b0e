import { exitCode, type Report } from '#results'
import { writeReports } from '../files/report-writer.ts'
import type { Interruption } from '../interrupts.ts'
import type { ReportFlags } from '../options.ts'

/** Writes the reports of a run that may have been interrupted, and returns the exit code. */
export function writeOutcome(
  report: Report,
  { report: requests, out, lang, failOn, strict = false }: ReportFlags,
  { exitCode: interruptedCode }: Pick<Interruption, 'exitCode'>,
  printError: (line: string) => void,
): number {
  const written = writeReports(report, requests, { out, lang, printError })
  return interruptedCode() ?? (exitCode(report, { failOn, strict }) || (written ? 0 : 3))
}
