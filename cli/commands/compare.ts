import { type Command, Option } from 'commander'
import { comparisonRenderers } from '#reporters'
import { compareReports } from '#results'
import { UsageError } from '../../engine/errors.ts'
import { readReport } from '../files/report-file.ts'
import { language } from '../options.ts'

export interface CompareFlags {
  readonly format: keyof typeof comparisonRenderers
  readonly lang: 'en' | 'ko'
}

/** Prints what two reports differ in, or a matrix of more. Returns 1 when something regressed from the first to the second. */
export function compare(files: readonly string[], { format, lang }: CompareFlags): number {
  if (files.length < 2) throw new UsageError('compare: one report is given; expected two or more')
  const comparison = compareReports(files.map(readReport))
  const colour = process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined
  process.stdout.write(comparisonRenderers[format](comparison, { lang, colour }))
  return comparison.kind === 'pair' && comparison.regressed.length > 0 ? 1 : 0
}

export function addCompare(root: Command, finish: (code: number) => void): void {
  root
    .command('compare')
    .description('two reports: regressed, fixed, changed, new, gone; more: a matrix of targets')
    .argument('<report.json...>', 'the earlier one first')
    .addHelpText('after', '\nExit codes: 0 nothing regressed; 1 something did; 2 wrong usage.')
    .addOption(
      new Option('--format <format>', 'form of the comparison').choices(['text', 'json', 'markdown']).default('text'),
    )
    .addOption(language())
    .action((files: string[], flags: CompareFlags) => finish(compare(files, flags)))
}
