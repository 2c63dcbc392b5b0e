import type { Command } from 'commander'
import { exitCode, mergeReports } from '#results'
import { type ReportFlags, withReports } from '../arguments.ts'
import { comparing, readReport } from '../report-file.ts'
import { postProcess, readExcuses } from '../run/post-process.ts'
import { defaultReports, makeRoom, writeReports } from '../run/reports.ts'

/** Makes one report of the reports of several shards, writes it, and returns the exit code that a run would have had. */
export function merge(files: readonly string[], flags: ReportFlags): number {
  const { report: orders = defaultReports, out, lang, failOn, strict = false, baseline, waivers } = flags
  const excuses = readExcuses({ baseline, waivers }, { env: process.env, cwd: process.cwd() })
  const report = comparing(() => postProcess(mergeReports(files.map(readReport)), excuses))
  makeRoom(orders, out, [...files, baseline, waivers])
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
