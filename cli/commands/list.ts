import { type Command, Option } from 'commander'
import type { ListFlags } from '../actions/list.ts'
import { nonEmptyList } from '../option-parsers.ts'
import { languageOption } from '../options.ts'

/** Adds the command `list`, which prints the requirements. */
export function addList(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('list')
    .description('print the requirement register')
    .argument('[pattern...]', 'only these requirement ids; * is a wildcard')
    .option('--operation <id...>', 'only requirements about these operations, such as listServers', nonEmptyList)
    .addOption(
      new Option('--level <level>', 'only this level in the profile').choices(['must', 'should', 'may', 'off']),
    )
    .addOption(new Option('--format <format>', 'output format').choices(['table', 'json', 'markdown']).default('table'))
    .option('--untested', 'only requirements that no suite and no schema verifies')
    .option('--profile <name>', 'show the levels of this profile', 'toast')
    .option('--edition <edition>', 'show the levels in this edition of the document (default: that of the profile)')
    .addOption(languageOption())
    .action(async (patterns: string[], flags: Omit<ListFlags, 'patterns'>) => {
      const { list } = await import('../actions/list.ts')
      const text = list({ ...flags, patterns })
      if (text !== '') process.stdout.write(`${text}\n`)
      setExitCode(0)
    })
}
