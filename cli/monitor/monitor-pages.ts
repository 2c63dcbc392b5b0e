import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HistoryFile } from '#engine/history'
import type { MonitorMetrics, ServedPages } from '#engine/monitor'
import { historyRenderers } from '#reporters'
import { readSummary } from '../files/history.ts'
import type { Language } from '../options.ts'

export interface MonitorFiles {
  /** The folder of the latest report. */
  readonly out: string
  readonly history: string
  readonly lang: Language
}

/** How many runs the changes, flakiness and times on the page are about. */
const shownRuns = 100

async function historyPage({ history, lang }: MonitorFiles) {
  const store = new HistoryFile(history)
  const [latest, ...others] = await store.series()
  if (latest === undefined) return undefined
  const summary = await readSummary(store, latest, others, shownRuns)
  return { contentType: 'text/html; charset=utf-8', body: historyRenderers.html(summary, { lang }) }
}

/** Returns the pages of a monitor: the files of the latest run, which survive a restart, and the metrics. */
export function monitorPages(files: MonitorFiles, metrics: MonitorMetrics): ServedPages {
  const page = async (name: string, contentType: string) => {
    const file = join(files.out, name)
    return existsSync(file) ? { contentType, body: await readFile(file) } : undefined
  }
  return {
    '/': () => page('report.html', 'text/html; charset=utf-8'),
    '/report.json': () => page('report.json', 'application/json'),
    '/history': () => historyPage(files),
    '/metrics': async () => ({ contentType: metrics.contentType, body: await metrics.text() }),
  }
}
