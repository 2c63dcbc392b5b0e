import { journalLines, keepLine, repairTail } from '#engine/journal'
import { createTransport, JournalWriter, type RefreshToken, type Transport, withTokenRefresh } from '#harness/core'
import type { TargetSettings } from '#model'
import { readJournal } from '#results'
import { type CleanupResult, nothingToCleanUp } from './cleanup-result.ts'
import { type CleanupOptions, CleanupRun } from './cleanup-run.ts'
import { recordIneffectiveDeletions } from './ineffective-deletions.ts'

/**
 * Deletes what a run left, and waits until it is gone: servers first and together, then everything else. Resources in the journal
 * are deleted by their URL. Others are searched for in all collections by the name prefix of the run, until no new ones appear and
 * no create can still be in progress. A resource without a name of the run is never deleted.
 */
export async function cleanUp(options: CleanupOptions): Promise<CleanupResult> {
  const { journal: path } = options.settings
  const entries = readJournal(journalLines(path))
  repairTail(path)
  const journal = new JournalWriter(path, true, (line) => keepLine(path, line))
  try {
    await recordIneffectiveDeletions(options, journal, entries)
    return await new CleanupRun(options, journal, readJournal(journalLines(path))).run()
  } finally {
    journal.close()
  }
}

/** Opens a separate connection to the target for cleaning up, with token refresh. */
export function openCleanupTransport(settings: TargetSettings, refresh: RefreshToken): Transport {
  const transport = createTransport(settings, settings.timeouts.request)
  return { ...transport, send: withTokenRefresh(transport.send, settings, refresh) }
}

/** Deletes what the tests of a finished run left, pooled servers above all. Sends nothing when the run created nothing. */
export async function cleanUpAfterRun(settings: TargetSettings, refresh: RefreshToken): Promise<CleanupResult> {
  if (readJournal(journalLines(settings.journal)).length === 0) return nothingToCleanUp
  const transport = openCleanupTransport(settings, refresh)
  try {
    return await cleanUp({ settings, send: transport.send })
  } finally {
    await transport.close()
  }
}
