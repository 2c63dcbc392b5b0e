import { Command } from 'commander'
import type { SuiteRunner } from '#engine/runner'
import { toolVersion } from '#engine/tool-version'
import { addCheck } from './commands/check.ts'
import { addCleanup } from './commands/cleanup.ts'
import { addCompare } from './commands/compare.ts'
import { addEmulate } from './commands/emulate.ts'
import { addExplore } from './commands/explore.ts'
import { addHelp } from './commands/help.ts'
import { addHistory } from './commands/history.ts'
import { addList } from './commands/list.ts'
import { addMatrix } from './commands/matrix.ts'
import { addMerge } from './commands/merge.ts'
import { addMonitor } from './commands/monitor.ts'
import { addMutationTest } from './commands/mutation-test.ts'
import { addProxy } from './commands/proxy.ts'
import { addRun } from './commands/run.ts'
import { addToken } from './commands/token.ts'

const commands = [
  ...[addMerge, addCompare, addMatrix, addHistory, addMonitor, addCleanup, addToken, addList],
  ...[addProxy, addCheck, addExplore, addEmulate, addMutationTest],
]

/**
 * Creates the command line with all its commands. A command loads its modules when it runs, so that this stays fast. Errors are thrown.
 * @param setExitCode receives the exit code of the command
 * @param suites runs the suites of `run`
 */
export function createProgram(setExitCode: (code: number) => void, suites?: SuiteRunner): Command {
  const program = new Command('compute-conformance')
    .description('Conformance tests for the TOAST (NHN Cloud) Compute API v2.')
    .version(toolVersion)
  addRun(program, setExitCode, suites)
  for (const addCommand of commands) addCommand(program, setExitCode)
  addHelp(program)
  for (const command of [program, ...program.commands])
    command
      .showSuggestionAfterError()
      .exitOverride()
      .configureOutput({ outputError: () => undefined })
  return program
}
