import type { DisplayStatus } from '../group-results.ts'

/** Symbols that distinguish the statuses without colour. */
export const symbols: Readonly<Record<DisplayStatus, string>> = {
  pass: '✓',
  fail: '✗',
  skipped: '-',
  unobserved: '·',
  inconclusive: '?',
  error: '!',
  unstable: '~',
  waived: '≈',
  known: '=',
  off: '-',
}
