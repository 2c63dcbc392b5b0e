import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TargetSettings } from '#model'

const fileName = /^journal-([0-9a-z]+)\.jsonl$/

export const journalPath = (out: string, runId: string): string => join(out, `journal-${runId}.jsonl`)

/** Ids of the runs whose journals lie in a folder. A folder that does not exist has none. */
export function journaledRuns(out: string): readonly string[] {
  if (!existsSync(out)) return []
  return readdirSync(out)
    .flatMap((name) => fileName.exec(name)?.[1] ?? [])
    .sort()
}

/** The lines of a journal; none when there is no such file. */
export const journalLines = (path: string): readonly string[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : []

/** Ends a last line that a killed run left half written: what is appended to it would be lost with it. */
export function repairTail(path: string): void {
  if (existsSync(path) && !/(^|\n)$/.test(readFileSync(path, 'utf8'))) appendFileSync(path, '\n')
}

/** The first line of a journal: which endpoint the run was about. */
export interface JournalHeader {
  readonly computeUrl: string
  readonly tenant: string
  /** The emulator that the run started itself, and that ended with it. */
  readonly embedded: boolean
}

/** Begins a journal, so that nobody clears up at another endpoint than the one where something was created. */
export function openJournal({ journal, runId, computeUrl, tenant }: TargetSettings, embedded: boolean): void {
  const opening = { at: Date.now(), event: 'run', run: runId, computeUrl, tenant, embedded }
  appendFileSync(journal, `${JSON.stringify(opening)}\n`, { mode: 0o600 })
}

/** What the first line says; undefined for a journal that has no such line. */
export function journalHeader(lines: readonly string[]): JournalHeader | undefined {
  try {
    const value: unknown = JSON.parse(lines[0] ?? '')
    if (typeof value !== 'object' || value === null) return undefined
    const { event, computeUrl, tenant, embedded }: Readonly<Record<string, unknown>> = { ...value }
    if (event !== 'run' || typeof computeUrl !== 'string' || typeof tenant !== 'string') return undefined
    return { computeUrl, tenant, embedded: embedded === true }
  } catch {
    return undefined
  }
}
