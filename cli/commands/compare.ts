import { type Command, Option } from 'commander'
import type { CompareFlags } from '../actions/compare.ts'
import { languageOption } from '../options.ts'

/** Adds the command `compare`, which compares reports. */
export function addCompare(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('compare')
    .description('compare two reports (regressed, fixed, changed, new, gone), or more of them as a matrix')
    .argument('<report.json...>', 'reports, the earliest first')
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json', 'markdown']).default('text'))
    .addOption(languageOption())
    .addHelpText('after', '\nExit codes: 0 no regression; 1 a regression; 2 wrong usage.')
    .action(async (files: string[], flags: CompareFlags) => {
      const { compare } = await import('../actions/compare.ts')
      setExitCode(compare(files, flags))
    })
}
