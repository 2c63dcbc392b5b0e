import type { Command } from 'commander'
import { historyOption, type ReportFlags, withReports } from '../options.ts'

/** Adds the command `merge`, which merges the reports of shards. */
export function addMerge(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('merge')
    .description('merge the reports of shards into one')
    .argument('<report.json...>', 'the report of each `run --shard`')
    .addOption(historyOption())
    .addHelpText('after', '\nExit codes: those of one run of all shards; 3 when one is missing.')
  withReports(command).action(async (files: string[], flags: ReportFlags) => {
    const { merge } = await import('../actions/merge.ts')
    setExitCode(await merge(files, flags))
  })
}
