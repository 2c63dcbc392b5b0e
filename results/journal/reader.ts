import { type JournalEntry, journalEvents, resourceKinds } from '#model'
import type { Resources } from '../report.ts'

const isOptionalText = (value: unknown) => value === undefined || typeof value === 'string'

function isJournalEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null) return false
  const { at, event, kind, name, id, url, ref, remove }: Readonly<Record<string, unknown>> = { ...value }
  return (
    typeof at === 'number' &&
    typeof ref === 'number' &&
    journalEvents.some((known) => known === event) &&
    resourceKinds.some((known) => known === kind) &&
    [name, id, url, remove].every(isOptionalText)
  )
}

/** Reads the lines that make sense. A killed run may leave its last line half written, and that must not hide the others. */
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

/** Everything the journal says of one resource, in the order of writing. */
type ResourceHistory = readonly JournalEntry[]

/** References start anew in every worker, so an intent always begins a life and a removal looks for its URL first. */
function lives(entries: readonly JournalEntry[]): readonly ResourceHistory[] {
  const all: JournalEntry[][] = []
  for (const entry of entries) {
    const same = all.filter(([first]) => first?.kind === entry.kind && first.ref === entry.ref)
    const byUrl = same.findLast((life) => life.some(({ url }) => url !== undefined && url === entry.url))
    const life = entry.event === 'intent' ? undefined : (byUrl ?? same.at(-1))
    if (life) life.push(entry)
    else all.push([entry])
  }
  return all
}

const moment = (life: ResourceHistory, event: JournalEntry['event']) => life.find((entry) => entry.event === event)?.at

const isLeaked = (life: ResourceHistory) => !life.some(({ event }) => event === 'removed' || event === 'refused')

/** The latest line knows most: an intent has no id yet, and no line that removes it. */
function latestEntry(life: ResourceHistory): readonly JournalEntry[] {
  let known: JournalEntry | undefined
  for (const entry of life) known = { ...known, ...entry }
  return known ? [known] : []
}

/**
 * What a run may have left, the oldest first: made and not known to be removed, or asked for without our learning what became
 * of it. The latter has no `id` and no `url`.
 */
export const findLeaks = (entries: readonly JournalEntry[]): readonly JournalEntry[] =>
  lives(entries).filter(isLeaked).flatMap(latestEntry)

/** How many lives overlap at most; one that ends in the millisecond in which another begins makes room for it. */
function peak(spans: readonly (readonly [from: number, to: number])[]): number {
  const changes = spans.flatMap(([from, to]) => [[from, 1] as const, [to, -1] as const])
  let alive = 0
  let most = 0
  for (const [, step] of changes.sort(([a, up], [b, down]) => a - b || up - down)) {
    alive += step
    most = Math.max(most, alive)
  }
  return most
}

/**
 * What a run made and left. Leaked is whatever was created and not removed, and whatever was asked for without our learning
 * what became of it: the request may have been carried out. A leaked server is charged until the journal's last line.
 * `otherwise` is the line that removes a resource of which the journal knows none.
 */
export function resourcesFromJournal(lines: readonly string[], otherwise = 'compute-conformance cleanup'): Resources {
  const entries = readJournal(lines)
  const end = entries.reduce((latest, { at }) => Math.max(latest, at), 0)
  const all = lives(entries)
  const spans = all.flatMap((life) => {
    const from = life[0]?.kind === 'server' ? moment(life, 'created') : undefined
    return from === undefined ? [] : [[from, moment(life, 'removed') ?? end] as const]
  })
  const made = entries.filter(({ event }) => event === 'created')
  const created = resourceKinds.map((kind) => [`${kind}s`, made.filter((entry) => entry.kind === kind).length] as const)
  return {
    created: Object.fromEntries(created.filter(([, count]) => count > 0)),
    peakServers: peak(spans),
    serverSeconds: Math.round(spans.reduce((sum, [from, to]) => sum + to - from, 0) / 100) / 10,
    leaked: findLeaks(entries).map(({ kind, id = 'unknown', name, remove = otherwise }) => ({
      kind,
      id,
      ...(name !== undefined && { name }),
      remove,
    })),
  }
}
