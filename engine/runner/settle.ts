import { createTransport, withTokenRefresh } from '#harness/core'
import type { TargetSettings } from '#model'
import { readJournal } from '#results'
import { type CleanupResult, cleanUp } from '../cleanup/cleanup.ts'
import { journalLines } from '../journal/file.ts'
import type { TokenRefresh } from '../target/index.ts'

const nothing: CleanupResult = { removed: [], leftovers: [], unreadable: [], unknown: [] }

/** Removes whatever the tests left to others: the pooled servers above all. A run that asked for nothing has left nothing. */
export async function cleanUpRun(settings: TargetSettings, { refresh }: TokenRefresh): Promise<CleanupResult> {
  if (readJournal(journalLines(settings.journal)).length === 0) return nothing
  const http = createTransport(settings.tls, settings.timeouts.request)
  try {
    const send = withTokenRefresh(http.send, settings, refresh)
    return await cleanUp({ settings, send, timeoutMs: settings.timeouts.delete * 3 })
  } finally {
    await http.close()
  }
}
