import { exitCode, type Report } from '#results'
import { recordHistory } from '../files/history.ts'
import { writeReports } from '../files/report-writer.ts'
import type { Interruption } from '../interrupts.ts'
import type { ReportFlags } from '../options.ts'

/**
 * Writes the reports of a run that may have been interrupted, and returns the exit code. An interrupted run is not recorded in the
 * history: what it left undecided says nothing about the target.
 */
export async function writeOutcome(
  report: Report,
  { report: requests, out, lang, failOn, github, strict = false, history }: ReportFlags,
  { exitCode: interruptedCode }: Pick<Interruption, 'exitCode'>,
  printError: (line: string) => void,
): Promise<number> {
  const written = await writeReports(report, requests, { out, lang, failOn, github, printError })
  const interrupted = interruptedCode()
  if (interrupted !== undefined) return interrupted
  const recorded = history === undefined || (await recordHistory(report, history, printError))
  return exitCode(report, { failOn, strict }) || (written && recorded ? 0 : 3)
}
