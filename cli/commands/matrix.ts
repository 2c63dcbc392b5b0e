import { type Command, Option } from 'commander'
import type { MatrixFlags } from '../actions/matrix.ts'
import { languageOption } from '../options.ts'

const example = `
Example: compute-conformance matrix ours=a/report.json theirs=b/report.json --format html > matrix.html
Exit codes: 0 printed; 2 wrong usage.`

/** Adds the command `matrix`, which compares targets. */
export function addMatrix(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('matrix')
    .description('print a table of targets and requirements, with the differences first')
    .argument('<[name=]report.json...>', 'a report of each target, optionally with a name for it')
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'markdown', 'html']).default('text'))
    .addOption(languageOption())
    .addHelpText('after', example)
    .action(async (files: string[], flags: MatrixFlags) => {
      const { matrix } = await import('../actions/matrix.ts')
      setExitCode(matrix(files, flags))
    })
}
