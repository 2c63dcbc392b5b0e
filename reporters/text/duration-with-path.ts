import type { Report } from '#results'
import type { Messages } from '../i18n/index.ts'
import { formatDuration } from './format.ts'

/** Formats the duration of a run with its critical path: `12.3 s (status changes of one server: up to 4.1 s)`. */
export function durationWithPath({ durationMs, criticalPathMs }: Report, t: Messages): string {
  const duration = formatDuration(durationMs)
  return criticalPathMs === undefined ? duration : `${duration} (${t.criticalPath(formatDuration(criticalPathMs))})`
}
