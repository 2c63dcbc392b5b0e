import { sender, type TargetSettings } from '#harness/client'
import { readJournal } from '#results'
import { type Cleared, clearUp } from '../clear-up/clear-up.ts'
import { journalLines } from '../clear-up/journal-file.ts'

const nothing: Cleared = { removed: [], left: [], unread: [], unsure: [] }

/** Removes whatever the tests left to others: the pooled servers above all. A run that asked for nothing has left nothing. */
export async function settle(settings: TargetSettings): Promise<Cleared> {
  if (readJournal(journalLines(settings.journal)).length === 0) return nothing
  const http = sender(settings.tls, settings.budgets.request)
  try {
    return await clearUp({ settings, send: http.send, within: settings.budgets.delete * 3 })
  } finally {
    await http.close()
  }
}
