import { renewing, sender, type TargetSettings } from '#harness/client'
import { readJournal } from '#results'
import { type Cleared, clearUp } from '../clear-up/clear-up.ts'
import { journalLines } from '../clear-up/journal-file.ts'
import type { Renewal } from '../target/index.ts'

const nothing: Cleared = { removed: [], left: [], unread: [], unsure: [] }

/** Removes whatever the tests left to others: the pooled servers above all. A run that asked for nothing has left nothing. */
export async function settle(settings: TargetSettings, { renew }: Renewal): Promise<Cleared> {
  if (readJournal(journalLines(settings.journal)).length === 0) return nothing
  const http = sender(settings.tls, settings.budgets.request)
  try {
    const send = renewing(http.send, settings, renew)
    return await clearUp({ settings, send, within: settings.budgets.delete * 3 })
  } finally {
    await http.close()
  }
}
