import { Journal, sender, type TargetSettings } from '#harness/client'
import { clearUp, journalLines, leftovers } from './clear-up.ts'

/** Removes whatever the tests left to others: the pooled servers above all. */
export async function settle(settings: TargetSettings): Promise<void> {
  const http = sender(settings.tls, settings.budgets.request)
  const journal = new Journal(settings.journal)
  try {
    await clearUp(leftovers(journalLines(settings.journal)), {
      settings,
      send: http.send,
      journal,
      within: settings.budgets.delete * 3,
    })
  } finally {
    journal.close()
    await http.close()
  }
}
