import { defined } from '#engine/input'
import type { JournalEntry, TargetSettings } from '#model'
import { type Report, readJournal } from '#results'
import { startEmbedded } from '../embedded.ts'
import { runOnce } from '../run-once.ts'
import type { Shard } from '../suite-runner.ts'
import { dryRunTiming } from './timing.ts'

/** The result of a dry run. */
export interface DryRun {
  readonly report: Report
  readonly journal: readonly JournalEntry[]
}

/** Returns the members of the emulator's resources or services that the target has too. */
const restrictedTo = <T extends object>(own: T, target: object): T =>
  Object.assign(
    {},
    ...Object.entries(own).map(([name, value]: [string, unknown]) => (name in target ? { [name]: value } : {})),
  )

/**
 * Returns the emulator's settings with the capabilities and the selection of the target. The resources that its servers need remain those of
 * the emulator: it boots servers as its flavors demand, and accepts none without a network, unlike a stock OpenStack.
 */
function settingsLike(own: TargetSettings, target: TargetSettings): TargetSettings {
  const { bootVolume, network, ...resources } = own.resources
  const { profile, edition, capabilities, missing, selection, readOnly, maxServers } = target
  return {
    ...own,
    resources: {
      ...restrictedTo(resources, target.resources),
      ...defined({ bootVolume, network }),
    },
    services: restrictedTo(own.services, target.services),
    profile,
    edition,
    capabilities,
    missing,
    selection,
    readOnly,
    maxServers,
  }
}

/**
 * Runs the suites against the embedded emulator as they would run against the target: the same requirements, capabilities and
 * number of servers. Nothing is sent to the target. A conformant target would receive the same requests.
 */
export async function dryRun(target: TargetSettings, shard: Shard, signal: AbortSignal): Promise<DryRun> {
  const embedded = await startEmbedded({ emulator: { timing: dryRunTiming, edition: target.edition } })
  try {
    let journal: readonly string[] = []
    const report = await runOnce({
      target: {},
      environment: { env: {}, cwd: embedded.folder },
      embedded,
      journalFolder: embedded.folder,
      shard,
      signal,
      adjustSettings: (own) => settingsLike(own, target),
      listeners: {
        onJournal(lines) {
          journal = lines
        },
      },
    })
    return { report, journal: readJournal(journal) }
  } finally {
    await embedded.stop()
  }
}
