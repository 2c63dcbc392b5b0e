import { InconclusiveRunError } from '#engine/errors'
import { applyExemptions } from '#engine/runner'
import { profileIn, wholeSelection } from '#engine/target'
import { observeRecordings, readRecording, trafficReport } from '#engine/traffic'
import { exitCode } from '#results'
import { readExemptions } from '../files/exemptions.ts'
import { commandFolder } from '../files/report-folder.ts'
import { checkWritable, writeReports } from '../files/report-writer.ts'
import type { ReportFlags } from '../options.ts'
import { printErrorLine } from '../output.ts'

export interface CheckFlags extends ReportFlags {
  readonly profile?: string
  readonly edition?: string
}

/** Returns notes about exchanges that could not be compared. */
const incompleteNote = (incomplete: number): readonly string[] =>
  incomplete === 0
    ? []
    : [
        `${incomplete} recorded requests have no response, or one without its headers or its whole body; their responses were not compared.`,
      ]

/** Compares recordings with the document and writes the reports. Returns the exit code. */
export async function check(files: readonly string[], flags: CheckFlags): Promise<number> {
  const { report: requests, lang, failOn, github, strict = false, baseline, waivers } = flags
  const out = commandFolder('check', flags.out)
  const applied = profileIn(flags.profile ?? 'toast', flags.edition)
  const { id: profile, edition } = applied
  const selection = wholeSelection(applied)
  const exemptions = readExemptions({ baseline, waivers })
  checkWritable(requests, out, [...files.filter((file) => file !== '-'), baseline, waivers])
  const observed = await observeRecordings(files.map(readRecording), { edition, off: selection.off })
  const { observer, incomplete, startedAt, endedAt, root } = observed
  if (observer.documented === 0)
    throw observer.total === 0
      ? new InconclusiveRunError('no entry of the recordings is a usable exchange', {
          hint: 'Expected exchanges with startedDateTime and a URL of http or https.',
        })
      : new InconclusiveRunError(
          `none of the ${observer.total} recorded requests is one of the Compute API, edition ${edition}`,
          { hint: 'Expected paths such as /v2/{tenant}/servers.' },
        )
  const report = applyExemptions(
    trafficReport(observer, {
      profile,
      edition,
      selection,
      url: root ?? 'recorded traffic',
      startedAt,
      durationMs: endedAt - startedAt,
      notes: incompleteNote(incomplete),
    }),
    exemptions,
  )
  const written = await writeReports(report, requests, { out, lang, failOn, github, printError: printErrorLine })
  return exitCode(report, { failOn, strict }) || (written ? 0 : 3)
}
