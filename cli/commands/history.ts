import { type Command, Option } from 'commander'
import type { HistoryFlags } from '../actions/history.ts'
import { nonEmpty, positiveInteger } from '../option-parsers.ts'
import { languageOption } from '../options.ts'

const explanation = `
Example: compute-conformance run --config target.yaml --history runs.db; compute-conformance history runs.db
Targets, profiles and editions are evaluated separately; without options, those of the latest run are shown.
Exit codes: 0 printed; 2 wrong usage, or not a history; 3 the file is locked.`

/** Adds the command `history`, which summarizes recorded runs. */
export function addHistory(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('history')
    .description('show regressions, flaky requirements and the times of servers from the runs in a history')
    .argument('<file>', 'the file written by `run --history` or `merge --history`')
    .addOption(new Option('--last <n>', 'number of latest runs to evaluate').argParser(positiveInteger).default(20))
    .option(
      '--target <text>',
      'only targets whose URL contains this text; embedded for the embedded emulator',
      nonEmpty,
    )
    .option('--profile <name>', 'only this requirement profile', nonEmpty)
    .option('--edition <edition>', 'only this edition of the document', nonEmpty)
    .addOption(
      new Option('--format <format>', 'output format').choices(['text', 'markdown', 'html', 'json']).default('text'),
    )
    .addOption(languageOption())
    .addHelpText('after', explanation)
    .action(async (file: string, flags: HistoryFlags) => {
      const { history } = await import('../actions/history.ts')
      setExitCode(await history(file, flags))
    })
}
