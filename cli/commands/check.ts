import type { Command } from 'commander'
import type { CheckFlags } from '../actions/check.ts'
import { nonEmpty } from '../option-parsers.ts'
import { withReports } from '../options.ts'

const exitCodes = `
Recordings are HAR files (of browsers, mitmproxy, \`compute-conformance proxy --har\`) and report.json files; - is standard input.
Exit codes: 0 no violations; 1 a violation; 2 wrong usage; 3 the recordings contain no request to the API.`

/** Adds the command `check`, which compares recorded traffic with the document. */
export function addCheck(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('check')
    .description('compare recorded traffic of any client with the document')
    .argument('<file...>', 'recordings, merged by time')
    .option('--profile <name>', 'requirement profile: toast, nhn or nova (default: toast)', nonEmpty)
    .option('--edition <edition>', 'edition of the document, 2020-03 or 2026-05, for a profile that has both', nonEmpty)
    .addHelpText('after', exitCodes)
  withReports(command).action(async (files: string[], flags: CheckFlags) => {
    const { check } = await import('../actions/check.ts')
    setExitCode(await check(files, flags))
  })
}
