import { exitCode, type Report } from '#results'
import { writeReports } from '../files/report-writer.ts'
import type { Interruption } from '../interrupts.ts'
import type { ReportFlags } from '../options.ts'

/** Writes the reports of a run that may have been interrupted, and returns the exit code. */
export async function writeOutcome(
  report: Report,
  { report: requests, out, lang, failOn, github, strict = false }: ReportFlags,
  { exitCode: interruptedCode }: Pick<Interruption, 'exitCode'>,
  printError: (line: string) => void,
): Promise<number> {
  const written = await writeReports(report, requests, { out, lang, failOn, github, printError })
  return interruptedCode() ?? (exitCode(report, { failOn, strict }) || (written ? 0 : 3))
}
