import type { CostRisk, JournalEntry } from '#model'

/** The resources that would be created if the target accepted every request that it has to reject. They would be deleted, too. */
export interface WorstCase extends CostRisk {
  readonly images: number
}

/** Sums up the resources of all requests in a journal that the target has to reject, whether or not it rejected them. */
export function worstCaseOf(entries: readonly JournalEntry[]): WorstCase {
  const risky = entries.flatMap(({ event, kind, risk }) => (event === 'intent' && risk ? [{ kind, ...risk }] : []))
  const sum = (key: 'servers' | 'volumes' | 'gigabytes') => risky.reduce((total, one) => total + one[key], 0)
  return {
    servers: sum('servers'),
    volumes: sum('volumes'),
    gigabytes: sum('gigabytes'),
    largestVolume: Math.max(0, ...risky.map(({ largestVolume }) => largestVolume)),
    images: risky.filter(({ kind }) => kind === 'image').length,
  }
}
