import { type CostRisk, type JournalEntry, journalEvents, resourceKinds } from '#model'
import type { Resources } from '../report.ts'

const isOptionalString = (value: unknown): boolean => value === undefined || typeof value === 'string'

function isCostRisk(value: unknown): value is CostRisk {
  if (typeof value !== 'object' || value === null) return false
  const { servers, volumes, gigabytes, largestVolume }: Readonly<Record<string, unknown>> = { ...value }
  return [servers, volumes, gigabytes, largestVolume].every((count) => typeof count === 'number')
}

function isJournalEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null) return false
  const { at, event, kind, name, id, url, ref, remove, risk }: Readonly<Record<string, unknown>> = { ...value }
  return (
    typeof at === 'number' &&
    typeof ref === 'number' &&
    journalEvents.some((journalEvent) => journalEvent === event) &&
    resourceKinds.some((resourceKind) => resourceKind === kind) &&
    [name, id, url, remove].every(isOptionalString) &&
    (risk === undefined || isCostRisk(risk))
  )
}

/** Parses the lines of a journal and ignores invalid ones, because a killed run may leave an incomplete last line. */
export function readJournal(lines: readonly string[]): readonly JournalEntry[] {
  return lines.flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line)
      return isJournalEntry(value) ? [value] : []
    } catch {
      return []
    }
  })
}

/** The entries of one resource, in the order of writing. */
type ResourceHistory = readonly [JournalEntry, ...JournalEntry[]]

/**
 * Groups entries by resource. `ref` is unique within one worker only, so an intent always starts a new history, and other entries
 * are matched by URL before the latest history of the same `ref`.
 */
function resourceHistories(entries: readonly JournalEntry[]): readonly ResourceHistory[] {
  const histories: [JournalEntry, ...JournalEntry[]][] = []
  for (const entry of entries) {
    const candidates = histories.filter(([first]) => first.kind === entry.kind && first.ref === entry.ref)
    const byUrl = candidates.findLast((history) => history.some(({ url }) => url !== undefined && url === entry.url))
    const history = entry.event === 'intent' ? undefined : (byUrl ?? candidates.at(-1))
    if (history) history.push(entry)
    else histories.push([entry])
  }
  return histories
}

const timeOf = (history: ResourceHistory, event: JournalEntry['event']): number | undefined =>
  history.find((entry) => entry.event === event)?.at

const isLeaked = (history: ResourceHistory): boolean =>
  !history.some(({ event }) => event === 'removed' || event === 'refused')

/** Returns the latest entry, completed with the properties of earlier ones: only the intent has a name, only later entries an id. */
function latestEntry(history: ResourceHistory): JournalEntry {
  let latest = history[0]
  for (const entry of history) latest = { ...latest, ...entry }
  return latest
}

/**
 * Returns the resources that a run may have left, oldest first: those created and not removed, and those requested without a known result.
 * The latter have no `id` and no `url`.
 */
export const findLeaks = (entries: readonly JournalEntry[]): readonly JournalEntry[] =>
  resourceHistories(entries).filter(isLeaked).map(latestEntry)

/**
 * Returns each resource once: of those with one id, and of requests with one name and no known result, which were one
 * request sent again.
 */
function withoutRepeats(leaked: readonly JournalEntry[]): readonly JournalEntry[] {
  const isSame = (a: JournalEntry, b: JournalEntry): boolean =>
    a.kind === b.kind && a.id === b.id && (a.id !== undefined || (a.name !== undefined && a.name === b.name))
  return leaked.filter((entry, index) => leaked.findIndex((other) => other === entry || isSame(entry, other)) === index)
}

/** Returns the creations in a history. One that no response named counts unless it turned out not to exist. */
function createdIn(history: ResourceHistory): readonly JournalEntry[] {
  const entries = history.filter(({ event }) => event === 'created')
  const identified = entries.filter(({ id }) => id !== undefined)
  if (identified.length > 0) return identified
  return isLeaked(history) ? entries : []
}

/** Tells whether cleanup found a deleted resource again in an outdated list; it counts as one creation. */
const isFoundAgain = ([first]: ResourceHistory, earlier: readonly ResourceHistory[]): boolean =>
  first.event === 'created' &&
  earlier.some((history) =>
    history.some(({ kind, url }) => kind === first.kind && url !== undefined && url === first.url),
  )

type TimeSpan = readonly [from: number, to: number]

/** Merges overlapping spans of one server: several responses may have named it as created. */
function withoutOverlaps(spans: readonly TimeSpan[]): readonly TimeSpan[] {
  const merged: TimeSpan[] = []
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    const last = merged.at(-1)
    if (last && from <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], to)]
    else merged.push([from, to])
  }
  return merged
}

/** Returns the largest number of overlapping spans. A span that ends when another begins does not overlap it. */
function maxOverlap(spans: readonly TimeSpan[]): number {
  const changes = spans.flatMap(([from, to]) => [[from, 1] as const, [to, -1] as const])
  let current = 0
  let max = 0
  for (const [, step] of changes.sort(([a, stepA], [b, stepB]) => a - b || stepA - stepB)) {
    current += step
    max = Math.max(max, current)
  }
  return max
}

/**
 * Returns the resources that a run created and left, from the lines of its journal. A leaked server counts as existing until the last line.
 * `cleanupCommand` deletes a leaked resource whose journal entries contain no command.
 */
export function resourcesFromJournal(lines: readonly string[], cleanupCommand: string): Resources {
  const entries = readJournal(lines)
  const end = entries.reduce((latest, { at }) => Math.max(latest, at), 0)
  const all = resourceHistories(entries)
  const histories = all.filter((history, index) => !isFoundAgain(history, all.slice(0, index)))
  const spansOf = new Map<string | ResourceHistory, TimeSpan[]>()
  for (const history of histories) {
    const isServer = history[0].kind === 'server' && createdIn(history).length > 0
    const from = isServer ? timeOf(history, 'created') : undefined
    if (from === undefined) continue
    const server = latestEntry(history).id ?? history
    spansOf.set(server, [...(spansOf.get(server) ?? []), [from, timeOf(history, 'removed') ?? end]])
  }
  const lifetimes = [...spansOf.values()].flatMap(withoutOverlaps)
  const createdEntries = histories.flatMap(createdIn)
  const counts = resourceKinds.map(
    (kind) => [`${kind}s`, createdEntries.filter((entry) => entry.kind === kind).length] as const,
  )
  const totalMs = lifetimes.reduce((sum, [from, to]) => sum + to - from, 0)
  return {
    created: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    peakServers: maxOverlap(lifetimes),
    serverSeconds: Math.round(totalMs / 100) / 10,
    leaked: withoutRepeats(findLeaks(entries)).map(({ kind, id = 'unknown', name, remove = cleanupCommand }) => ({
      kind,
      id,
      ...(name !== undefined && { name }),
      remove,
    })),
  }
}
