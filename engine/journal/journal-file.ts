import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { InconclusiveRunError, UsageError } from '#engine/errors'
import { at, parseJson, textAt } from '#engine/input'
import type { TargetSettings } from '#model'
import { isRunningElsewhere, type ProcessIdentity, processIdentityIn, thisProcess } from './process-identity.ts'

const fileName = /^journal-([0-9a-z]+)\.jsonl$/

/** Returns the path of the journal of a run. */
export const journalPath = (folder: string, runId: string): string => join(folder, `journal-${runId}.jsonl`)

/** Returns the ids of the runs that have a journal in the folder; none when there is no such folder. */
export function journaledRuns(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  if (!statSync(folder).isDirectory()) throw new UsageError(`${folder}: not a folder`)
  // Only a regular file is a journal: a folder or a device of this name cannot be read.
  const isFile = (name: string): boolean => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() ?? false
  return readdirSync(folder)
    .flatMap((name) => fileName.exec(name)?.[1] ?? [])
    .filter((runId) => isFile(`journal-${runId}.jsonl`))
    .sort()
}

/** Lines of journals that could not be written, by the path of the journal. They last as long as this process. */
const unwritten = new Map<string, string[]>()

/** Adds a line to a journal that cannot be written, as on a full disk. */
export function keepLine(path: string, line: string): void {
  unwritten.set(path, [...(unwritten.get(path) ?? []), line])
}

/** Returns the lines of a journal; none when there is no such file. */
export const journalLines = (path: string): readonly string[] => [
  ...(existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []).filter((line) => line !== ''),
  ...(unwritten.get(path) ?? []),
]

/** Ends a last line that a killed run left incomplete, so that a line appended to it can be read. */
export function repairTail(path: string): void {
  if (existsSync(path) && !/(^|\n)$/.test(readFileSync(path, 'utf8'))) attempt(() => appendFileSync(path, '\n'))
}

/** Removes a journal that nothing is left of. Returns false where that is impossible. */
export function removeJournal(path: string): boolean {
  unwritten.delete(path)
  return attempt(() => rmSync(path, { force: true })) === undefined
}

/** Returns the error of a change to a file, as on a full disk or one that can only be read; undefined when it succeeds. */
function attempt(change: () => void): unknown {
  try {
    return change()
  } catch (error) {
    return error
  }
}

/** The first line of a journal: the endpoint of the run. */
export interface JournalHeader {
  readonly computeUrl: string
  readonly tenant: string
  /** True for the embedded emulator, which ended together with the run. */
  readonly embedded: boolean
  /** The process of the run; undefined in journals of earlier versions. */
  readonly process?: ProcessIdentity
}

/**
 * Starts a journal with its header, so that cleanup never deletes anything at another endpoint. Throws an InconclusiveRunError
 * when the journal cannot be written.
 */
export function openJournal({ journal, runId, computeUrl, tenant }: TargetSettings, embedded: boolean): void {
  const header = { at: Date.now(), event: 'run', run: runId, computeUrl, tenant, embedded, process: thisProcess() }
  const error = attempt(() => appendFileSync(journal, `${JSON.stringify(header)}\n`, { mode: 0o600 }))
  if (error === undefined) return
  removeJournal(journal)
  throw new InconclusiveRunError(`${journal}: cannot be written (${String(at(error, 'code'))})`, { cause: error })
}

/** Ends a journal that remains after its run. Without the line, the run counts as ended once its process has. */
export function closeJournal({ journal, runId }: Pick<TargetSettings, 'journal' | 'runId'>): void {
  attempt(() => appendFileSync(journal, `${JSON.stringify({ at: Date.now(), event: 'end', run: runId })}\n`))
}

/** Returns the header; undefined for a journal without one. */
export function journalHeader(lines: readonly string[]): JournalHeader | undefined {
  const line = parseJson(lines[0] ?? '')
  const [computeUrl, tenant] = [textAt(line, 'computeUrl'), textAt(line, 'tenant')]
  if (at(line, 'event') !== 'run' || computeUrl === undefined || tenant === undefined) return undefined
  const owner = processIdentityIn(at(line, 'process'))
  return { computeUrl, tenant, embedded: at(line, 'embedded') === true, ...(owner ? { process: owner } : {}) }
}

/** Returns the process that is still busy with the run of a journal; undefined when the run has ended or was killed. */
export function processInProgress(lines: readonly string[]): ProcessIdentity | undefined {
  const owner = journalHeader(lines)?.process
  const hasEnded = lines.some((line) => at(parseJson(line), 'event') === 'end')
  return owner && !hasEnded && isRunningElsewhere(owner) ? owner : undefined
}
