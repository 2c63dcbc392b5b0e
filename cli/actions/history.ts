import { UsageError } from '#engine/errors'
import { HistoryFile } from '#engine/history'
import { historyRenderers } from '#reporters'
import type { RecordedSeries } from '#results'
import { readSummary } from '../files/history.ts'
import type { Language } from '../options.ts'
import { hasColour, printable } from '../output.ts'

export interface HistoryFlags {
  readonly last: number
  readonly target?: string
  readonly profile?: string
  readonly edition?: string
  readonly format: keyof typeof historyRenderers
  readonly lang: Language
}

/** Returns the series with the latest run among those that the options name. Throws a UsageError if they name no recorded series. */
function choose(file: string, all: readonly RecordedSeries[], flags: HistoryFlags): RecordedSeries {
  const { target = '', profile, edition } = flags
  const chosen = all.find(
    (series) =>
      series.target.includes(target) &&
      (profile === undefined || series.profile === profile) &&
      (edition === undefined || series.edition === edition),
  )
  if (chosen) return chosen
  if (all.length === 0) throw new UsageError(`${file}: contains no runs`)
  const list = all.map((series) => `${series.target} (${series.profile}, ${series.edition})`).join(', ')
  throw new UsageError(`${file}: has no run that --target, --profile and --edition describe; it has ${printable(list)}`)
}

/** Prints a summary of the runs in a history. */
export async function history(file: string, flags: HistoryFlags): Promise<number> {
  const { last, format, lang } = flags
  const store = new HistoryFile(file)
  const all = await store.series()
  const chosen = choose(file, all, flags)
  const others = all.filter((series) => series !== chosen)
  const summary = await readSummary(store, chosen, others, last)
  process.stdout.write(historyRenderers[format](summary, { lang, colour: hasColour() }))
  return 0
}
