import { randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanupCommandLine } from '#engine/cleanup'
import {
  coverageLines,
  type ExploreResult,
  exploreTarget,
  readSequence,
  renderScript,
  renderSequence,
  totalLine,
  violationLines,
} from '#engine/explore'
import { defined } from '#engine/input'
import { applyExemptions, type EmbeddedTarget, startEmbedded } from '#engine/runner'
import type { TargetOptions } from '#engine/target'
import { redact } from '#harness/core'
import type { TargetSettings } from '#model'
import { readExemptions } from '../files/exemptions.ts'
import { ensureOptionFolder } from '../files/output-folder.ts'
import { commandFolder } from '../files/report-folder.ts'
import { checkWritable } from '../files/report-writer.ts'
import { listenForInterrupts } from '../interrupts.ts'
import type { ReportFlags, TargetFlags } from '../options.ts'
import { printLine } from '../output.ts'
import { startRunProgress } from '../progress/run-progress.ts'
import { emulatorFor, isEmbedded } from './run-flags.ts'
import { writeOutcome } from './run-outcome.ts'

export interface ExploreFlags extends TargetFlags, ReportFlags {
  readonly embedded?: boolean
  readonly profile?: string
  readonly edition?: string
  /** Milliseconds. */
  readonly for: number
  readonly seed?: number
  readonly maxServers?: number
  readonly replay?: string
  readonly failFast?: boolean
  readonly quiet?: boolean
}

function targetOptions(flags: ExploreFlags): TargetOptions {
  const { target, config, tenant, token, osCloud, insecure, proxy, timeouts, timeoutScale } = flags
  const { profile, edition, maxServers } = flags
  const connection = { target, config, tenant, token, osCloud, insecure, proxy }
  return defined({ ...connection, timeouts, timeoutScale, profile, edition, maxServers })
}

/** Prints the violations, and writes a script and a sequence for each. */
function presentViolations({ exploration, target }: ExploreResult, seed: number, out: string): void {
  for (const violation of exploration.violations) {
    const file = join(out, `explore-${violation.requirement}`)
    for (const line of violationLines(violation)) printLine(line)
    writeFileSync(`${file}.sh`, redact(renderScript(violation, target)), { mode: 0o755 })
    writeFileSync(`${file}.json`, redact(renderSequence(violation, seed)))
    printLine(`  ${file}.sh, ${file}.json`)
  }
  for (const line of coverageLines(exploration.coverage)) printLine(line)
  printLine(totalLine(exploration))
}

/** Explores a target and writes the reports. Returns the exit code. */
export async function explore(flags: ExploreFlags): Promise<number> {
  const { out, baseline, waivers, quiet = false, failFast = false, seed = randomInt(1, 1_000_000) } = flags
  const folder = commandFolder('explore', out)
  const exemptions = readExemptions({ baseline, waivers })
  const usesEmbedded = isEmbedded(flags)
  const replay = flags.replay === undefined ? undefined : readSequence(flags.replay)
  const progress = startRunProgress(process.stderr, { quiet })
  let runId: string | undefined
  const cleanupNote = () =>
    runId === undefined ? '' : `To delete what is left: ${cleanupCommandLine(runId, out, flags)}`
  const interruption = listenForInterrupts({
    print: progress.print,
    stopping: 'finishing and deleting what was created; repeat to exit immediately.',
    exiting: () => `Stopped. ${usesEmbedded ? '' : cleanupNote()}`,
  })
  const onResolved = (settings: TargetSettings) => {
    runId = settings.runId
    const { computeUrl, profile, edition } = settings
    if (!quiet) progress.print(`Exploring ${computeUrl}, profile ${profile}, edition ${edition}, seed ${seed}.`)
  }
  let embedded: EmbeddedTarget | undefined
  try {
    ensureOptionFolder('--out', out)
    checkWritable(flags.report, folder, [baseline, waivers, flags.config, flags.replay])
    embedded = usesEmbedded ? await startEmbedded({ emulator: emulatorFor(flags) }) : undefined
    const result = await exploreTarget({
      target: targetOptions(flags),
      environment: { env: process.env, cwd: process.cwd() },
      embedded,
      journalFolder: out,
      signal: interruption.signal,
      ...{ seed, durationMs: flags.for, replay, failFast },
      listeners: { onWarning: progress.print, onProgress: progress.waitFor, onResolved },
    })
    progress.stop()
    presentViolations(result, seed, out)
    if (result.report.resources.leaked.length > 0 && !embedded) progress.print(cleanupNote())
    const report = applyExemptions(result.report, exemptions)
    return await writeOutcome(report, { ...flags, out: folder }, interruption, progress.print)
  } finally {
    progress.stop()
    interruption.stopListening()
    await embedded?.stop()
  }
}
