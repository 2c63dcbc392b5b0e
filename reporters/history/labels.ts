import type { FailingRequirement, HistoryRun } from '#results'
import { type Lang, messages } from '../i18n/index.ts'

/** Formats a time as `2026-01-02 00:00` (UTC). */
export const formatMinute = (startedAt: string): string => startedAt.slice(0, 16).replace('T', ' ')

/** Formats a run as `a1b2 (2026-01-02 00:00)`. Not sanitized. */
const formatRun = ({ runId, startedAt }: HistoryRun): string => `${runId} (${formatMinute(startedAt)})`

/** Returns since when a requirement fails, and whether it passed before. Not sanitized. */
export function formatSince({ since, regressed }: FailingRequirement, lang: Lang): string {
  const t = messages[lang].history
  return `${t.since(formatRun(since))}, ${regressed ? t.regressed : t.firstRun}`
}

const bars = '▁▂▃▄▅▆▇█'

/** Returns a bar for each value, from zero to the largest one; a space for a missing value. */
export function sparkline(values: readonly (number | null)[]): string {
  const largest = Math.max(1, ...values.map((value) => value ?? 0))
  const bar = (value: number): string =>
    bars[Math.min(bars.length - 1, Math.floor((value / largest) * bars.length))] ?? ''
  return values.map((value) => (value === null ? ' ' : bar(value))).join('')
}
