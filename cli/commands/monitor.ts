import { type Command, Option } from 'commander'
import type { MonitorFlags } from '../actions/monitor.ts'
import { duration, nonEmpty, portNumber } from '../option-parsers.ts'
import { languageOption, withSelection, withTarget } from '../options.ts'

const explanation = `
Pages: / is the latest report, /report.json its data, /history what changed, /metrics the metrics for Prometheus.
A run that would begin during another one is skipped. Resources of an interrupted run are deleted before the next one. After a
restart with the same --out, the latest report is served again, and the next run begins when it would have.
--on-change runs in a shell with CONFORMANCE_VERDICT, CONFORMANCE_PREVIOUS_VERDICT, CONFORMANCE_RUN and CONFORMANCE_REPORT, and
reads what changed, as JSON. A target that cannot be tested has the verdict "untested".
Exit codes: 0 stopped by a signal, nothing is left; 2 wrong usage; 3 stopped during a run that could not delete everything.`

/** Adds the command `monitor`, which repeats runs on a schedule. */
export function addMonitor(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('monitor')
    .description('test a target repeatedly, and serve the latest report, the history and metrics')
    .addOption(
      new Option('--every <duration>', 'interval between the beginnings of two runs, such as 15m')
        .argParser(duration)
        .default(900_000, '15m'),
    )
    .addOption(new Option('--port <n>', 'port of the pages; 0 for a free one').argParser(portNumber).default(9464))
    .option('--host <address>', 'listen address of the pages', nonEmpty, '127.0.0.1')
    .option('--on-change <command>', 'run this command when the verdict or an outcome has changed', nonEmpty)
    .option('--out <dir>', 'folder for the latest report and the history', nonEmpty, 'conformance-monitor')
    .option('--history <file>', 'keep the outcomes in this file (default: history.db in the folder of --out)', nonEmpty)
    .option('--waivers <file>', 'YAML or JSON file of failures that are accepted until a date', nonEmpty)
    .option('--ready-file <file>', 'write {"url": …} to this file once the pages are served', nonEmpty)
    .addOption(languageOption())
    .addHelpText('after', explanation)
  withSelection(withTarget(command)).action(async (flags: MonitorFlags) => {
    const { monitor } = await import('../actions/monitor.ts')
    setExitCode(await monitor(flags))
  })
}
