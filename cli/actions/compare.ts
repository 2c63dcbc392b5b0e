import { UsageError } from '#engine/errors'
import { comparisonRenderers } from '#reporters'
import { compareReports } from '#results'
import { readReport } from '../files/report-file.ts'
import type { Language } from '../options.ts'
import { hasColour } from '../output.ts'

export interface CompareFlags {
  readonly format: keyof typeof comparisonRenderers
  readonly lang: Language
}

/** Prints how two reports differ, or a matrix of more. Returns 1 when a requirement regressed from the first to the second. */
export function compare(files: readonly string[], { format, lang }: CompareFlags): number {
  if (files.length < 2) throw new UsageError('compare: got one report; expected two or more')
  const comparison = compareReports(files.map(readReport))
  process.stdout.write(comparisonRenderers[format](comparison, { lang, colour: hasColour() }))
  return comparison.kind === 'pair' && comparison.regressed.length > 0 ? 1 : 0
}
