import { applyExemptions } from '#engine/runner'
import { exitCode, mergeShards, missingShards } from '#results'
import { readExemptions } from '../files/exemptions.ts'
import { checkHistory, recordHistory } from '../files/history.ts'
import { readReport } from '../files/report-file.ts'
import { checkWritable, writeReports } from '../files/report-writer.ts'
import type { ReportFlags } from '../options.ts'
import { printErrorLine } from '../output.ts'

/** Merges the reports of shards and writes the result. Returns the exit code that one run of all shards would have. */
export async function merge(files: readonly string[], flags: ReportFlags): Promise<number> {
  const { report: requests, out, lang, failOn, github, strict = false, baseline, waivers, history } = flags
  const exemptions = readExemptions({ baseline, waivers })
  const report = applyExemptions(mergeShards(files.map(readReport)), exemptions)
  checkWritable(requests, out, [...files, baseline, waivers, history])
  await checkHistory(history)
  for (const sentence of missingShards(report)) printErrorLine(sentence)
  const written = await writeReports(report, requests, { out, lang, failOn, github, printError: printErrorLine })
  const recorded = history === undefined || (await recordHistory(report, history, printErrorLine))
  return exitCode(report, { failOn, strict }) || (written && recorded ? 0 : 3)
}
