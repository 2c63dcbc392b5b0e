import type { Command } from 'commander'
import { exitCode, mergeShards } from '#results'
import { postProcess, readExemptions } from '../../engine/runner/exemptions.ts'
import { checkWritable, defaultReports, writeReports } from '../files/report-writer.ts'
import { readReport, withUsageErrors } from '../files/report-file.ts'
import { type ReportFlags, withReports } from '../options.ts'

/** Makes one report of the reports of several shards, writes it, and returns the exit code that a run would have had. */
export function merge(files: readonly string[], flags: ReportFlags): number {
  const { report: orders = defaultReports, out, lang, failOn, strict = false, baseline, waivers } = flags
  const excuses = readExemptions({ baseline, waivers }, { env: process.env, cwd: process.cwd() })
  const report = withUsageErrors(() => postProcess(mergeShards(files.map(readReport)), excuses))
  checkWritable(orders, out, [...files, baseline, waivers])
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  const written = writeReports(report, orders, { out, lang, say })
  return exitCode(report, { failOn, strict }) || (written ? 0 : 3)
}

export function addMerge(root: Command, finish: (code: number) => void): void {
  const command = root
    .command('merge')
    .description('one report of the reports of several shards')
    .argument('<report.json...>', 'what each `run --shard` has written')
    .addHelpText('after', '\nExit codes: those that one run of all would have had.')
  withReports(command).action((files: string[], flags: ReportFlags) => finish(merge(files, flags)))
}
