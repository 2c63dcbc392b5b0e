import type { Finding } from '#model'

/** How many findings of one requirement a report shows; the rest is counted. */
export const findingsShown = 10

const identifiers = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b/gi

/** Two findings are equal when they say the same; that they said it of different servers makes them no more. */
const key = ({ message, at, expected, actual }: Finding) =>
  JSON.stringify([message, at, expected, actual]).replace(identifiers, '*')

/** Equal findings become one, the earliest exchange first; at most ten are kept and the rest is counted. */
export function dedupeFindings(findings: readonly Finding[]): {
  readonly findings: readonly Finding[]
  readonly more?: number
} {
  const earliestFirst = [...findings].sort((a, b) => (a.exchange ?? Infinity) - (b.exchange ?? Infinity) || 0)
  const distinct = new Map<string, Finding>()
  for (const finding of earliestFirst) if (!distinct.has(key(finding))) distinct.set(key(finding), finding)
  const kept = [...distinct.values()]
  const more = kept.length - findingsShown
  return { findings: kept.slice(0, findingsShown), ...(more > 0 && { more }) }
}
